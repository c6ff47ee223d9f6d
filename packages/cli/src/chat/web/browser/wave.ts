/** Sound as it is heard, drawn. */

export interface Drawn {
  readonly canvas: HTMLCanvasElement;
  readonly sound: AnalyserNode;
}

/** For as long as the page is seen; calmly for those who want it calm. */
export function draw(all: readonly Drawn[]): void {
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  const next = () => {
    for (const each of all) drawOne(each, calm.matches);
    if (calm.matches) setTimeout(() => requestAnimationFrame(next), 250);
    else requestAnimationFrame(next);
  };
  next();
}

function drawOne({ canvas, sound }: Drawn, isCalm: boolean): void {
  const samples = new Float32Array(sound.fftSize);
  sound.getFloatTimeDomainData(samples);
  const level = Math.sqrt(samples.reduce((sum, each) => sum + each * each, 0) / samples.length);
  canvas.dataset.level = level.toFixed(4);
  const context = canvas.getContext('2d');
  if (!context) return;
  const { width, height } = canvas;
  context.clearRect(0, 0, width, height);
  const { color } = getComputedStyle(canvas);
  context.strokeStyle = color;
  context.fillStyle = color;
  if (isCalm) {
    context.fillRect(0, height / 2 - 4, Math.min(1, level * 4) * width, 8);
    return;
  }
  context.lineWidth = 2;
  context.beginPath();
  for (const [at, sample] of samples.entries()) {
    const x = (at / (samples.length - 1)) * width;
    const y = (height / 2) * (1 - Math.max(-1, Math.min(1, sample * 2)));
    if (at === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
  context.stroke();
}
