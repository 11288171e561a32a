/** Mixed in oklab: in oklch the tones travel around the hue circle and green comes out brown. */
export const reportStyle = `
:root{color-scheme:light dark;--ink:light-dark(#1c2430,#e6eaf0);--dim:light-dark(#5b6675,#9aa5b4);
--line:light-dark(#dfe4ea,#2d3642);--page:light-dark(#fff,#12161c);--good:light-dark(#2f9e6e,#3fbf86);
--bad:light-dark(#d6493f,#f0706a);--accent:light-dark(#2563c9,#7aa7f5)}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1200px;margin:0 auto;padding:24px 16px 80px}
h1{font-size:26px;margin:0 0 16px}h2{margin:48px 0 8px;border-top:1px solid var(--line);padding-top:24px}
a{color:var(--accent)}.scroll{overflow-x:auto}
table{border-collapse:collapse;margin:16px 0}caption{text-align:left;color:var(--dim);padding-bottom:6px}
th,td{text-align:left;padding:5px 12px 5px 0;border-bottom:1px solid var(--line);font-weight:400;white-space:nowrap}
thead th{color:var(--dim);font-size:13px}
.matrix td{min-width:34px;text-align:center;padding:4px;border:1px solid var(--line)}
.matrix thead th{height:130px;vertical-align:bottom;padding:0;border:0}
.matrix thead span{display:inline-block;writing-mode:vertical-rl;transform:rotate(180deg);padding:4px 8px}
.good{background:color-mix(in oklab,var(--good) var(--share),transparent)}
.bad{background:color-mix(in oklab,var(--bad) var(--share),transparent)}
.meter{display:inline-block;width:60px;height:6px;background:var(--line);border-radius:3px;margin-right:8px;vertical-align:middle}
.meter i{display:block;height:100%;background:var(--accent);border-radius:3px}
.plots{display:flex;flex-wrap:wrap;gap:24px}figure{margin:0;width:320px;max-width:100%}
figcaption{color:var(--dim);font-size:13px}
svg{width:100%;height:auto}svg text{fill:var(--dim);font-size:10px}.grid{stroke:var(--line);fill:none}
.ideal{stroke:var(--dim);stroke-dasharray:4 4;fill:none}polyline{stroke:var(--accent);fill:none;stroke-width:2}
circle{fill:var(--accent)}.misses{list-style:none;padding:0;display:grid;gap:24px;grid-template-columns:minmax(0,1fr)}.misses p{margin:0 0 6px;overflow-wrap:anywhere}
.legend{display:flex;gap:12px}.legend span{border:2px solid;padding:0 8px;border-radius:3px}
.crop{width:min(100%,720px);max-height:80vh;margin:0 0 8px;border:1px solid var(--line);background:#fff;display:block}
.crop text{fill:#222;font-family:ui-monospace,monospace}.crop rect{fill:none;stroke-width:2px}
.crop .given{stroke:#d6493f;stroke-dasharray:5 3}.crop .right{stroke:#2f9e6e}
span.given{border-color:#d6493f;border-style:dashed}span.right{border-color:#2f9e6e}
.misses li{min-width:0}`;
