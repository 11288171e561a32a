export function meter(share: number): string {
  return `<span class="meter" aria-hidden="true"><i style="width:${Math.round(share * 100)}%"></i></span>`;
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
