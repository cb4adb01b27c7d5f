-- A ledger as version 1 of its tables left it (commit d4fb368): its statements, and some books.
PRAGMA application_id=1397509191;
PRAGMA user_version=1;
CREATE TABLE workers (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    hashes_high INTEGER NOT NULL,
    hashes_low INTEGER NOT NULL,
    shares INTEGER NOT NULL,
    last_credit_ms INTEGER NOT NULL,
    last_difficulty REAL NOT NULL
);
CREATE TABLE credits (
    commit_id INTEGER NOT NULL,
    worker_id INTEGER NOT NULL REFERENCES workers (id),
    part INTEGER NOT NULL,
    hashes INTEGER NOT NULL CHECK (hashes > 0),
    shares INTEGER NOT NULL CHECK (shares > 0),
    time_ms INTEGER NOT NULL,
    PRIMARY KEY (commit_id, worker_id, part)
) WITHOUT ROWID;
CREATE TABLE blocks (
    id INTEGER PRIMARY KEY,
    height INTEGER NOT NULL,
    hash BLOB NOT NULL UNIQUE,
    worker TEXT NOT NULL,
    time_ms INTEGER NOT NULL,
    difficulty REAL NOT NULL,
    reward INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('pending', 'accepted', 'rejected', 'orphaned')),
    reason TEXT NOT NULL,
    raw BLOB
);
CREATE INDEX blocks_by_status ON blocks (status);
INSERT INTO workers VALUES (1, 'alice.rig', 1, 5, 3, 2000, 8.0), (2, 'bob', 0, 7, 1, 1000, 16.0);
INSERT INTO credits VALUES
    (1, 1, 0, 4611686018427387904, 1, 1000),
    (1, 2, 0, 7, 1, 1000),
    (2, 1, 0, 5, 2, 2000);
INSERT INTO blocks VALUES
    (1, 100, x'0100000000000000000000000000000000000000000000000000000000000000', 'alice.rig',
     1500, 1.5, 5000000000, 'accepted', '', NULL),
    (2, 101, x'0200000000000000000000000000000000000000000000000000000000000000', 'bob',
     1600, 1.5, 5000000000, 'pending', '', x'010203');
