/** The voices inside flite, all of them English: how they are called, and how loud each is by itself. */

export const fliteVoices = ['rms', 'slt', 'awb', 'kal16'] as const;
export type FliteVoice = (typeof fliteVoices)[number];

export const isFliteVoice = (name: string): name is FliteVoice =>
  (fliteVoices as readonly string[]).includes(name);

/** In decibels below full scale, while they speak: measured. */
export const fliteLevels: Readonly<Record<FliteVoice, number>> = {
  rms: -21,
  slt: -16,
  awb: -19,
  kal16: -25,
};
