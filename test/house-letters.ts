/** Two kinds of in-house letters that no name, description or word tells apart: only examples do. */
export const houseTypes = [
  { name: 'Form A', description: 'In-house form', uniqueWords: [] },
  { name: 'Form B', description: 'In-house form', uniqueWords: [] },
];

const texts = {
  'Form A': (number: number) =>
    `Greenhouse watering schedule ${number}\n\nTomatoes in bed ${number}, cucumbers on the south wall.\nFertilise on Tuesday, prune the vines.`,
  'Form B': (number: number) =>
    `Locomotive inspection sheet ${number}\n\nBoiler pressure ${number} bar, coupling rods greased.\nReplace brake blocks, check the firebox.`,
};

export function letter(type: keyof typeof texts, number: number): { name: string; bytes: Buffer } {
  return { name: `${type} ${number}.txt`, bytes: Buffer.from(texts[type](number)) };
}
