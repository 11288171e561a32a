declare module 'bmp-js' {
  const bmp: { decode(bytes: Buffer): { data: Buffer; width: number; height: number } };
  export = bmp;
}

declare module 'heic-decode' {
  type HeicImage = {
    readonly width: number;
    readonly height: number;
    decode(): Promise<{ data: Uint8ClampedArray; width: number; height: number }>;
  };
  const decodeHeic: { all(input: { buffer: Uint8Array }): Promise<HeicImage[] & { dispose(): void }> };
  export = decodeHeic;
}
