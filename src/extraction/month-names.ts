/** Names of the months and their usual short forms, folded, in the languages that use Latin or Cyrillic letters most. */
const names: readonly string[] = [
  'january jan januar janner jaenner janvier janv enero ene gennaio gen januari janeiro styczen stycznia leden ledna ianuarie ocak januarij januaria tammikuu jänner',
  'february feb februar fevrier fevr fev febrero febbraio febbr februari fevereiro luty lutego unor unora februarie subat helmikuu',
  'march mar marz maerz mars marzo maart mrt marco marzec marca brezen brezna martie mart maaliskuu mrz merz',
  'april apr avril avr abril abr aprile kwiecien kwietnia duben dubna aprilie nisan huhtikuu',
  'may mai mayo maggio mag mei maio maj maja kveten kvetna mayis toukokuu',
  'june jun juni juin junio giugno giu junho czerwiec czerwca cerven cervna iunie haziran kesakuu',
  'july jul juli juillet juil julio luglio lug julho lipiec lipca cervenec cervence iulie temmuz heinakuu',
  'august aug aout agosto ago augustus sierpien sierpnia srpen srpna agustos elokuu ag augusti',
  'september sep sept septembre septiembre settembre set setembro wrzesien wrzesnia zari septembrie eylul syyskuu',
  'october oct oktober okt octobre octubre ottobre ott outubro out pazdziernik pazdziernika rijen rijna octombrie ekim lokakuu',
  'november nov novembre noviembre novembro listopad listopada listopadu noiembrie kasim marraskuu',
  'december dec dezember dez decembre diciembre dic dicembre dezembro grudzien grudnia prosinec prosince decembrie aralik joulukuu des',
];

/** Month (1 to 12) by folded name. */
export const monthByName: ReadonlyMap<string, number> = new Map(
  names.flatMap((line, index) => line.split(' ').map((name) => [name, index + 1] as const)),
);
