// Version-bits deployments as tracks: DEFINED -> STARTED -> LOCKED_IN -> ACTIVE, and the votes of
// the current period.

import type { Deployment, Deployments, UnknownVote } from './api';
import { el, foreign, show } from './dom';
import { count } from './format';

const path = ['defined', 'started', 'locked_in', 'active'];
const names: Record<string, string> = {
  defined: 'Defined',
  started: 'Started',
  locked_in: 'Locked in',
  active: 'Active',
  failed: 'Failed',
};

export function showDeployments(parent: HTMLElement, known: Deployments): void {
  const cards =
    known.deployments.length === 0
      ? [el('p', { class: 'empty card' }, 'This chain has no version-bits deployments to vote on.')]
      : known.deployments.map(deploymentCard);
  show(parent, ...known.unknown_votes.map(unknownVote), ...cards);
}

/** An operator who votes against a misspelt name signals for the real one: said where votes are shown. */
function unknownVote({ name, signal, hint }: UnknownVote): HTMLElement {
  return el(
    'p',
    { class: 'card unknown-vote', role: 'alert' },
    `The vote ${signal ? 'for' : 'against'} “`,
    foreign(name),
    '” has no effect: ',
    foreign(hint),
  );
}

function voteText({ bit, state, signalled_by_pool: signalled }: Deployment): string | null {
  if (bit === null) {
    return state === 'active' || state === 'failed' ? null : 'its bit is not known';
  }
  return signalled ? `this pool sets bit ${bit}` : `bit ${bit}, not set by this pool`;
}

function deploymentCard(deployment: Deployment): HTMLElement {
  const { name, state } = deployment;
  const vote = voteText(deployment);
  return el(
    'article',
    { class: 'card deployment', 'data-deployment': name, 'data-state': state },
    el('h3', {}, foreign(name), vote === null ? null : el('span', { class: 'vote' }, vote)),
    track(state),
    period(deployment),
    el('p', { class: 'hint' }, explain(deployment)),
  );
}

function track(state: string): HTMLElement {
  const steps = state === 'failed' ? ['defined', 'started', 'failed'] : path;
  const reached = steps.indexOf(state);
  return el(
    'ol',
    { class: 'track', 'aria-label': `State: ${names[state] ?? state}` },
    ...steps.map((step, i) => {
      const mark = i < reached ? 'done' : i === reached ? 'now' : 'ahead';
      const attributes: Record<string, string> = { class: `${mark} ${step}` };
      if (i === reached) {
        attributes['aria-current'] = 'step';
      }
      return el('li', attributes, names[step] ?? step);
    }),
  );
}

/** What a node says of the running period; null after the vote, and where it says nothing. */
function periodOf(deployment: Deployment) {
  const {
    period_blocks: all,
    elapsed_blocks: elapsed,
    signalling_blocks: votes,
    threshold_blocks: threshold,
  } = deployment;
  if (all === null || elapsed === null || votes === null || threshold === null) {
    return null;
  }
  return { all, elapsed, votes, threshold };
}

/** The bar: blocks of the period so far, those that signalled, and a mark where the threshold lies. */
function period(deployment: Deployment): HTMLElement | null {
  const blocks = periodOf(deployment);
  if (blocks === null || deployment.state === 'active' || deployment.state === 'failed') {
    return null;
  }
  const { all, elapsed, votes, threshold } = blocks;
  const voting = deployment.state === 'started';
  const share = (blocks: number) =>
    `${all > 0 ? Math.min(100, (100 * blocks) / all).toFixed(2) : 0}%`;
  const bar = el('div', {
    class: 'bar',
    role: 'progressbar',
    'aria-label': voting ? 'Signalling blocks of this period' : 'Blocks of this period',
    'aria-valuemin': '0',
    'aria-valuemax': String(all),
    'aria-valuenow': String(voting ? votes : elapsed),
  });
  bar.append(segment('elapsed', share(elapsed)));
  if (voting) {
    const mark = el('span', { class: 'threshold' });
    mark.style.left = share(threshold);
    bar.append(segment('votes', share(votes)), mark);
  }
  return bar;
}

function segment(kind: string, width: string): HTMLElement {
  const element = el('span', { class: kind });
  element.style.width = width;
  return element;
}

/** What a state means where the source of work says nothing of the period. */
const unknownPeriod: Record<string, string> = {
  defined: 'Not open for voting yet.',
  started: 'Voting is open; how it stands is not known.',
  locked_in: 'Decided. Its rules apply after this period.',
};

function explain(deployment: Deployment): string {
  const { state, since_height: since } = deployment;
  if (state === 'active') {
    return since === null ? 'Its rules apply.' : `Its rules apply since block ${count(since)}.`;
  }
  if (state === 'failed') {
    return since === null ? 'Its time ran out.' : `Its time ran out at block ${count(since)}.`;
  }
  const blocks = periodOf(deployment);
  if (blocks === null) {
    return unknownPeriod[state] ?? '';
  }
  const { all, elapsed, votes, threshold } = blocks;
  const left = Math.max(0, all - elapsed);
  switch (state) {
    case 'defined':
      return `Not open for voting yet. At each period of ${count(all)} blocks it may open, if its start has come; the next one is in ${count(left)}.`;
    case 'started':
      return votes >= threshold
        ? `${count(votes)} of ${count(elapsed)} blocks signal: enough, it locks in after ${count(left)} more.`
        : `${count(votes)} of ${count(elapsed)} blocks signal; ${count(threshold)} of ${count(all)} lock it in. ${count(left)} left.`;
    case 'locked_in':
      return `Decided. Its rules apply in ${count(left)} blocks.`;
    default:
      return '';
  }
}
