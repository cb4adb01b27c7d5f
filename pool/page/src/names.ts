// Where a long name may be cut: between the address and the rig, so that both can be told apart.

import { cutInMiddle } from './dom';

const rigMax = 20; // characters; of a longer rig the last tailMin are kept
const tailMin = 10;
const wholeMax = 12; // a name this short is never cut

/** "bc1q….rig-01": miners name themselves ADDRESS.RIG. */
export function workerName(name: string): HTMLElement {
  return cutInMiddle(name, tailStart(name));
}

function tailStart(name: string): number {
  const characters = [...name];
  if (characters.length <= wholeMax) {
    return name.length;
  }
  const dot = name.lastIndexOf('.');
  const tail = dot < 0 ? [] : [...name.slice(dot)];
  const kept =
    tail.length > 1 && tail.length <= rigMax ? tail : characters.slice(-tailMin);
  return name.length - kept.join('').length;
}
