/** What is brought by npm: pinned, so that nothing else can come. */

export interface NpmPackage {
  readonly name: string;
  readonly version: string;
  /** Of the tarball, as npm has it. */
  readonly integrity: string;
  /** Of the tarball. */
  readonly bytes: number;
  readonly licence: string;
  /** Files that are wanted, by their place in the package, and where each goes. Default: all, to node_modules. */
  readonly only?: Readonly<Record<string, string>> | undefined;
}

/** Never installed: that would bring half a gigabyte of what it depends on. Its tarball holds the weights. */
export const weights: NpmPackage = {
  name: '@moonshine-ai/moonshine-js',
  version: '0.1.29',
  integrity:
    'sha512-Gx1B3mJcbM68ihSy/LyJEuEkGq7sYMqTb04zNdcIeidU0URVlSmXP0GyiQOTTAqDZQXlIC7k+bky+FdXk0UPlg==',
  bytes: 21_514_347,
  licence: 'MIT',
  only: {
    'dist/model/tiny/quantized/encoder_model.onnx': 'encoder_model.onnx',
    'dist/model/tiny/quantized/decoder_model_merged.onnx': 'decoder_model_merged.onnx',
    // The words that the model knows are in there.
    'dist/moonshine.min.js': 'words.js',
    LICENSE: 'LICENSE',
  },
};

/** Of what is kept. */
export const weightsSha256: Readonly<Record<string, string>> = {
  'encoder_model.onnx': 'c6fc4b7bc5af75c0591fd157a1f3829b533d18e9769a888fd95a62e470dd4f4a',
  'decoder_model_merged.onnx': 'eed87831c3a6103534aae7d47a5d485025c659a1323901513961c39fe8a1a367',
  'tokens.txt': '54cea38dc4c79d5e5765536b059261419279eaaed5447b1aaf27aeda0a25ced3',
};

const sherpa = { version: '1.13.8', licence: 'Apache-2.0' } as const;

const nativeDoor: NpmPackage = {
  ...sherpa,
  name: 'sherpa-onnx-node',
  integrity:
    'sha512-MsDMBdhLFTZ1GwvcGSSQhnS7g/EA8OMH6IYysCVUOM7j8Icty9KRc0E6YT1A5fWBsZwRfKOeh88QC95aRvS8ag==',
  bytes: 11_954,
};

const natives: readonly NpmPackage[] = [
  {
    ...sherpa,
    name: 'sherpa-onnx-linux-x64',
    integrity:
      'sha512-6plnhjagsSeTntCgnlag86hWbs/uZE9Crms1LgOb68/1nKsIQjMd+WG519m+aPwT6TrsBOiEMzrx41t8sL5L5g==',
    bytes: 11_089_653,
  },
  {
    ...sherpa,
    name: 'sherpa-onnx-linux-arm64',
    integrity:
      'sha512-Tlg7a70b/Wge3OF8IgTHF9jhSVCsLyKQKhwc4BsJ5A+dL/SrFtGBjzuHp4XeLhiiOT7afCxX5PdSn/D4c8Lnuw==',
    bytes: 13_910_679,
  },
  {
    ...sherpa,
    name: 'sherpa-onnx-darwin-arm64',
    integrity:
      'sha512-FPNgJMgnWVl/KhRTIhG3KL3A4Om63Rn4YKXc9/uHY7SzLcvqLJLc/h7UBWJwduXvv7K18t5NpxHR6XgXn4sjWw==',
    bytes: 10_047_754,
  },
  {
    ...sherpa,
    name: 'sherpa-onnx-darwin-x64',
    integrity:
      'sha512-7BLRpjM6w4f9W46/nmkmq8lEKUayhebvcpslCVQ+6QN2uReYlZEMDZlSpXMjme+hUFrPfRz8P3UNq8ep/4d19g==',
    bytes: 11_191_481,
  },
  {
    ...sherpa,
    name: 'sherpa-onnx-win-x64',
    integrity:
      'sha512-oZF1c9VPOKtMwn83Bboc5XSWL+76BRoyB3eUuVnCknBKxwSULZU2Foia9VHWzU+n4I12rPsP6z6H9Rp1hD9o8g==',
    bytes: 8_894_875,
  },
  {
    ...sherpa,
    name: 'sherpa-onnx-win-ia32',
    integrity:
      'sha512-H0Ojln9hfvM+pxWqW0cnjB/XK8/JPq4/k0IWu2JpY5Z458M3zv+XC3Hu+wmot3AoH/K1Bgt23n/tTKtPV9x8qg==',
    bytes: 7_698_196,
  },
];

/** Runs wherever Node does, at half the speed. */
export const portable: NpmPackage = {
  ...sherpa,
  name: 'sherpa-onnx',
  integrity:
    'sha512-bsZ7K55hNakFbCVIrCsuwEFLLiWa/1/KI6dXEK3CwtI6N/j/Zc1LMheo1syMJhG0e4gu7MXPwbtKfbm44BQYIg==',
  bytes: 4_320_484,
};

/** Under the GPL: no part of voicectl. */
export const espeak: NpmPackage = {
  name: '@echogarden/espeak-ng-emscripten',
  version: '0.3.5',
  integrity:
    'sha512-Izbkm7NWccwb//RKgOp1/0k21StKN1DFIn+K7GU1XN7n6pmSi4bsk/0tYUsgQbysC4GVyrVompNmLInU/BFE+A==',
  bytes: 12_528_264,
  licence: 'GPL-3.0',
};

/** None where nobody has compiled it for this kind of machine. */
export function nativePackages(platform: NodeJS.Platform, arch: string): readonly NpmPackage[] {
  const name = `sherpa-onnx-${platform === 'win32' ? 'win' : platform}-${arch}`;
  const found = natives.find((each) => each.name === name);
  return found ? [nativeDoor, found] : [];
}

const all = [weights, nativeDoor, ...natives, portable, espeak];

/** Whether this voicectl would bring the same. */
export function isPinned({ name, version }: Pick<NpmPackage, 'name' | 'version'>): boolean {
  return all.some((each) => each.name === name && each.version === version);
}
