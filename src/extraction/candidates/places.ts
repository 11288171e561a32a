import { type Candidate, wordsOf } from '../candidate.ts';
import { foldText } from '../fold-text.ts';
import type { Segment } from '../layout.ts';

/** States whose law contracts choose, and countries, folded. */
const places = new Set(
  `alabama;alaska;arizona;arkansas;california;colorado;connecticut;delaware;florida;georgia;hawaii;idaho;illinois;indiana;iowa;kansas;kentucky;louisiana;maine;maryland;massachusetts;michigan;minnesota;mississippi;missouri;montana;nebraska;nevada;new hampshire;new jersey;new mexico;new york;north carolina;north dakota;ohio;oklahoma;oregon;pennsylvania;rhode island;south carolina;south dakota;tennessee;texas;utah;vermont;virginia;washington;west virginia;wisconsin;wyoming;district of columbia;puerto rico;ontario;quebec;british columbia;alberta;nova scotia;england;scotland;wales;england and wales;northern ireland;united kingdom;uk;great britain;ireland;germany;deutschland;france;italy;italia;spain;espana;portugal;netherlands;the netherlands;nederland;belgium;belgique;belgie;luxembourg;luxemburg;switzerland;schweiz;suisse;austria;osterreich;denmark;sweden;norway;finland;iceland;poland;polska;czech republic;hungary;romania;bulgaria;greece;turkey;russia;ukraine;united states;united states of america;usa;u.s.a.;canada;mexico;brazil;brasil;argentina;chile;colombia;peru;china;people's republic of china;hong kong;taiwan;japan;korea;south korea;singapore;malaysia;indonesia;thailand;vietnam;philippines;india;pakistan;bangladesh;australia;new zealand;south africa;nigeria;kenya;egypt;israel;saudi arabia;united arab emirates;qatar;liechtenstein;monaco;malta;cyprus;estonia;latvia;lithuania;slovakia;slovenia;croatia;serbia;bermuda;cayman islands;british virgin islands;nordrhein-westfalen;bayern;hessen;baden-wurttemberg`.split(
    ';',
  ),
);
const wordsMax = 4;

export function findPlaces(segment: Segment): readonly Candidate[] {
  const found: Candidate[] = [];
  for (let start = 0; start < segment.tokens.length; start += 1) {
    if (!/^\W?\p{Lu}/u.test(segment.tokens[start]!.text)) continue;
    for (let end = Math.min(start + wordsMax, segment.tokens.length) - 1; end >= start; end -= 1) {
      const candidate = wordsOf(segment, start, end, 'place');
      if (candidate === undefined) continue;
      const text = candidate.text.replace(/[.)”"’]+$/u, '').replace(/[’']s$/, '');
      if (!places.has(foldText(text))) continue;
      found.push({ ...candidate, text });
      start = end;
      break;
    }
  }
  return found;
}
