// Every player of the page, for whoever has to know whether something is heard, or has to make it stop.

const players = new Set();

export function join(player) {
  players.add(player);
}

export function isAnythingHeard() {
  return [...players].some((player) => player.isPlaying);
}

export function hush() {
  for (const player of players) player.pause();
}
