/** Texts of no kind: whatever the types, they are `other`. Shown to the matcher beside the labelled files. */
export const plainTexts: readonly string[] = [
  '',
  'a',
  'x x x\n- - -',
  '17 4 88\n9 21\n3 3 3',
  'The rain came down all night\nand in the morning\nthe garden was a lake,\na duck sailing\nwhere the beans had been.',
  'Der Mond ist aufgegangen,\ndie Gassen werden still,\nund über alle Dächer\nzieht Nebel, wie er will.',
  'Tomato soup\n1 kg tomatoes\n2 onions\n1 clove of garlic\n500 ml stock\nFry the onions, add the rest, simmer for 30 minutes and blend.',
  'Le vent se lève sur la colline.\nUn enfant court après son chapeau\net son chien court après lui.',
  'We walked along the coast for three hours. The sea was rough and the gulls kept low. At the lighthouse we ate our bread and turned back before it grew dark.',
  'milk\neggs\nbread\ncall grandma\nwater the plants',
  'Kittens open their eyes after seven to ten days. At first they are blue. They begin to walk in the third week and to play in the fourth.',
  'Quis custodiet flumina noctis? Arbores tacent, venti dormiunt, stellae super montes lucent et nemo vigilat.',
  'Knit 2, purl 2, repeat to the end of the row. Turn. Work 14 rows in this pattern, then cast off loosely.',
  'El gato duerme al sol.\nNadie lo despierta.\nPasa la tarde\nsobre los tejados rojos.',
];
