/**
 * Whether an element's own attributes hide its text from a reader: `hidden`, `style="display: none"`, or a
 * font of no size, as in the preview texts of newsletters. Style sheets are not followed.
 */
export function hidesText(attributes: Readonly<Record<string, string>>): boolean {
  if ('hidden' in attributes) return true;
  const style = attributes.style;
  return style !== undefined && hiddenStyle.test(style);
}

/** Matches "display:none", "visibility : hidden", "font-size:0px", "mso-hide:all". */
const hiddenStyle =
  /(display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(px|pt|em|%)?\s*(;|!|$))/i;
