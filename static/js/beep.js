// A soft tone while a hole is played: silence alone would sound like a broken clip.

const HERTZ = 330;
const LOUDNESS = 0.03;
const FADE_S = 0.02;

export class Beep {
  #context = null;
  #gain = null;
  isOn = true;

  /** Browsers give sound only after a gesture, so this is called by the first play. */
  wake() {
    if (!this.#context) {
      this.#context = new AudioContext();
      this.#gain = new GainNode(this.#context, { gain: 0 });
      const tone = new OscillatorNode(this.#context, { frequency: HERTZ });
      tone.connect(this.#gain).connect(this.#context.destination);
      tone.start();
    }
    if (this.#context.state === "suspended") this.#context.resume();
  }

  sound(isInHole) {
    this.#gain?.gain.setTargetAtTime(isInHole && this.isOn ? LOUDNESS : 0, this.#context.currentTime, FADE_S);
  }

  /** Lets the sound card go; a running context keeps a laptop awake. */
  rest() {
    this.sound(false);
    this.#context?.suspend();
  }
}
