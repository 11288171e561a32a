/** Lets a loop sleep until something happens, and miss nothing that happened while it was awake. */
export type Alarm = {
  ring(): void;
  /** Until it rings, or has rung since the last wait, or the time is over. */
  wait(ms: number): Promise<void>;
};

export function createAlarm(): Alarm {
  let rung = false;
  let wakeUp: (() => void) | undefined;
  return {
    ring() {
      rung = true;
      wakeUp?.();
    },
    async wait(ms) {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          wakeUp = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        wakeUp = undefined;
      }
      rung = false;
    },
  };
}
