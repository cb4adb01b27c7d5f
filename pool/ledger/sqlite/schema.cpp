#include "pool/ledger/sqlite/schema.hpp"

#include <array>

namespace sluice::pool {
namespace {

/// Version 1: workers with their totals, one credit for each commit and worker, found blocks.
constexpr const char* create_tables = R"sql(
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
)sql";

/// Version 2: which run of the pool owns the ledger, with the number of its latest commit and all
/// hashes credited (statistics: a REAL); the sum at each block; each worker's best share. 2^62 as
/// in total_low_bits.
constexpr const char* add_owner = R"sql(
CREATE TABLE owner (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    run INTEGER NOT NULL,
    last_commit INTEGER NOT NULL,
    credited REAL NOT NULL
);
INSERT INTO owner (id, run, last_commit, credited) VALUES (
    1,
    0,
    coalesce((SELECT max(commit_id) FROM credits), 0),
    (SELECT total(hashes_high * 4611686018427387904.0 + hashes_low) FROM workers)
);
ALTER TABLE workers ADD COLUMN best_share REAL NOT NULL DEFAULT 0;
ALTER TABLE blocks ADD COLUMN credited REAL;
)sql";

constexpr std::array migrations{create_tables, add_owner};

}  // namespace

sqlite::Schema ledger_schema() {
    return {.name = "ledger",
            .application_id = 0x534c'4c47,  // "SLLG"
            .migrations = migrations};
}

}  // namespace sluice::pool
