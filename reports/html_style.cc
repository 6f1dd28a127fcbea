// Colours are chosen once for light and once for dark, and each text colour has a contrast of 4.5 or more on
// each ground it stands on. A phone is shown the drawings made for it, and tables as lists: a cell says its
// column. Widths of bars and places in drawings are attributes of SVG: no style attributes.
#include "reports/html_style.h"

namespace vnetprobe {

const std::string_view kHtmlStyle = R"css(
:root {
  --ground: #f4f6f8; --card: #ffffff; --ink: #17212b; --soft: #52606d; --line: #d8dfe6; --code: #eef2f5;
  --pass: #17703f; --fail: #b91c1c; --warn: #8a5a00; --skip: #5b6773; --unknown: #8a5a00; --info: #1d5bb0;
  --pass-ground: #e3f4ea; --fail-ground: #fdeaea; --warn-ground: #fdf3dc; --info-ground: #e7f0fc;
  --dns: #4c6fae; --tcp: #2e8b8b; --tls: #7d5fb2; --svc: #6b7f2a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10161c; --card: #18212a; --ink: #e4eaf0; --soft: #a3b1be; --line: #2c3945; --code: #212c37;
    --pass: #5fcf94; --fail: #ff8f87; --warn: #e8b95a; --skip: #9fadba; --unknown: #e8b95a; --info: #8ab8ff;
    --pass-ground: #16301f; --fail-ground: #3a1a1b; --warn-ground: #34290f; --info-ground: #18293f;
    --dns: #7f9fdc; --tcp: #55b5b5; --tls: #a88be0; --svc: #a3b95a;
  }
}
* { box-sizing: border-box; }
html { font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; background: var(--ground); color: var(--ink); -webkit-text-size-adjust: 100%; }
body { margin: 0; overflow-wrap: anywhere; }
.wrap, main, footer { max-width: 1120px; margin: 0 auto; padding: 0 20px; }
h1, h2, h3, p, ul, ol, dl, dd, pre { margin: 0; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.86em; }
a { color: inherit; text-decoration-color: var(--soft); text-underline-offset: 2px; }
a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 2px solid var(--info); outline-offset: 2px; border-radius: 4px; }
.top { background: var(--card); border-top: 5px solid var(--warn); border-bottom: 1px solid var(--line); padding: 16px 0 12px; }
.verdict-pass { border-top-color: var(--pass); }
.verdict-fail { border-top-color: var(--fail); }
h1 { font-size: 1.55rem; line-height: 1.25; letter-spacing: -0.01em; }
.word { color: var(--warn); font-weight: 800; margin-right: 0.25em; }
.verdict-pass .word { color: var(--pass); }
.verdict-fail .word { color: var(--fail); }
.plan { font-weight: 600; }
.what { font-size: 1.02rem; }
.unproved { color: var(--warn); }
.meta { color: var(--soft); font-size: 0.87rem; }
.bar { display: block; width: 100%; height: 6px; margin: 10px 0 6px; border-radius: 3px; }
.counts { font-size: 0.83rem; color: var(--soft); }
.count { margin-right: 0.9em; font-weight: 600; white-space: nowrap; }
.fill-pass { fill: var(--pass); } .fill-fail { fill: var(--fail); } .fill-warn, .fill-unknown { fill: var(--warn); } .fill-skip { fill: var(--skip); }
.pass { color: var(--pass); } .fail { color: var(--fail); } .warn, .unknown { color: var(--warn); } .skip { color: var(--skip); }
section { margin: 26px 0; }
h2 { font-size: 1.12rem; margin-bottom: 10px; letter-spacing: -0.005em; }
.none { background: var(--pass-ground); color: var(--pass); border-radius: 8px; padding: 12px 16px; font-weight: 600; }
.verdict-fail ~ main .none { background: var(--fail-ground); color: var(--fail); }
.verdict-undecided ~ main .none { background: var(--warn-ground); color: var(--warn); }
.changes { background: var(--info-ground); border-radius: 8px; padding: 12px 16px; }
main > .more { margin: 16px 0 -10px; }
.changes ul { padding-left: 1.2em; }
.finding { background: var(--card); border: 1px solid var(--line); border-left: 5px solid var(--info); border-radius: 8px; padding: 14px 18px; margin-bottom: 14px; scroll-margin-top: 12px; }
.is-error { border-left-color: var(--fail); } .is-warning { border-left-color: var(--warn); } .is-suppressed { border-left-color: var(--skip); }
.kicker { display: flex; flex-wrap: wrap; gap: 4px 9px; align-items: center; color: var(--soft); font-size: 0.9rem; }
.kicker > * { min-width: 0; }
.kicker code { color: var(--ink); }
.number { display: inline-block; min-width: 1.6em; height: 1.6em; line-height: 1.6em; padding: 0 0.3em; border-radius: 0.8em; text-align: center; font-size: 0.8rem; font-weight: 700; background: var(--ink); color: var(--card); }
.pill { padding: 0 9px; border-radius: 10px; font-size: 0.8rem; font-weight: 700; background: var(--info-ground); color: var(--info); }
.is-error .pill { background: var(--fail-ground); color: var(--fail); }
.is-warning .pill { background: var(--warn-ground); color: var(--warn); }
.is-suppressed .pill { background: var(--code); color: var(--skip); }
.finding h3 { font-size: 1.12rem; margin-top: 5px; line-height: 1.35; }
.lead { margin-bottom: 8px; }
dl { display: grid; grid-template-columns: 7.5em minmax(0, 1fr); gap: 4px 14px; margin: 6px 0; font-size: 0.93rem; }
dt { color: var(--soft); }
dd ul { padding-left: 1.1em; }
.ids { list-style: none; padding: 4px 0 4px 1em; font-size: 0.88rem; }
summary { cursor: pointer; }
summary::marker { color: var(--soft); }
.remedy { margin-top: 8px; }
.remedy > summary { font-weight: 600; }
pre { background: var(--code); border-radius: 6px; padding: 10px 12px; margin: 6px 0; white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.45; }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 8px; margin-bottom: 14px; }
table { overflow-wrap: normal; border-collapse: collapse; width: 100%; font-size: 0.9rem; }
caption { text-align: left; padding: 9px 14px; font-weight: 600; }
th, td { text-align: left; padding: 5px 14px; border-top: 1px solid var(--line); vertical-align: top; }
thead th { color: var(--soft); font-weight: 600; font-size: 0.83rem; white-space: nowrap; }
tbody th { font-weight: 500; min-width: 8em; }
td a { text-decoration: none; }
td a:hover { text-decoration: underline; }
td.fail { background: var(--fail-ground); font-weight: 600; } td.warn, td.unknown { background: var(--warn-ground); }
td.empty { color: var(--soft); }
tr.zone th, tr.zone td { font-style: italic; }
.rest { margin-bottom: 14px; } .rest > summary { padding: 2px 14px 8px; color: var(--soft); }
.legend, .more { color: var(--soft); font-size: 0.87rem; margin-bottom: 6px; }
.key { display: inline-block; width: 0.85em; height: 0.85em; border-radius: 2px; margin: 0 0.35em 0 0.7em; vertical-align: -0.08em; }
.key.ph-dns { background: var(--dns); } .key.ph-tcp { background: var(--tcp); } .key.ph-tls { background: var(--tls); } .key.ph-svc { background: var(--svc); }
.key.bad { border: 2px solid var(--fail); }
.key.pass { background: var(--pass); } .key.fail { background: var(--fail); } .key.warn { background: var(--warn); } .key.skip { background: var(--skip); }
svg text { font-family: inherit; fill: var(--ink); font-size: 12.5px; }
.picture { background: var(--card); border: 1px solid var(--line); border-radius: 8px; margin-bottom: 14px; }
.waterfall, .network { display: block; width: 100%; height: auto; padding: 8px; }
.phone { display: none; }
svg .tick { fill: var(--soft); font-size: 11px; text-anchor: middle; }
svg .name { text-anchor: end; }
.grid { stroke: var(--line); }
.waterfall .ph-dns { fill: var(--dns); } .waterfall .ph-tcp { fill: var(--tcp); } .waterfall .ph-tls { fill: var(--tls); } .waterfall .ph-svc { fill: var(--svc); }
.waterfall .bad { stroke: var(--fail); stroke-width: 2; }
.box { fill: var(--ground); stroke: var(--line); }
.box.at-fail { stroke: var(--fail); stroke-width: 1.6; } .box.at-warn, .box.at-unknown { stroke: var(--warn); stroke-width: 1.4; }
.network .head { font-weight: 700; } .network .right { text-anchor: end; } .network .dim { fill: var(--soft); font-size: 11.5px; }
.phone .head { font-size: 12px; }
.network .t-fail { fill: var(--fail); font-weight: 600; } .network .t-warn, .network .t-unknown { fill: var(--warn); } .network .t-skip { fill: var(--skip); } .network .t-pass { fill: var(--pass); }
.wire { fill: none; stroke-width: 1.8; opacity: 0.85; }
.w-pass { stroke: var(--pass); } .w-fail { stroke: var(--fail); stroke-width: 2.4; stroke-dasharray: 7 4; } .w-warn, .w-unknown { stroke: var(--warn); stroke-dasharray: 2 4; } .w-skip { stroke: var(--line); }
.s-pass { fill: var(--pass); } .s-fail { fill: var(--fail); } .s-warn, .s-unknown { fill: var(--warn); } .s-skip { fill: var(--line); }
.mark circle { fill: var(--ink); stroke: var(--card); stroke-width: 2; } svg .mark text { fill: var(--card); font-weight: 700; font-size: 11px; text-anchor: middle; }
.mark.m-error circle { fill: var(--fail); } .mark.m-warning circle { fill: var(--warn); } .mark.m-suppressed circle { fill: var(--skip); }
.kind { background: var(--card); border: 1px solid var(--line); border-radius: 8px; margin-bottom: 8px; }
.kind > summary { padding: 9px 14px; }
.check { border-top: 1px solid var(--line); padding: 0 14px; scroll-margin-top: 12px; }
.check > summary { padding: 6px 0; }
.check:target { background: var(--info-ground); }
.status { display: inline-block; min-width: 4.6em; font-weight: 700; font-size: 0.83rem; }
.message { display: block; color: var(--soft); padding-left: 5.4em; font-size: 0.93em; }
.check > summary { padding-left: 0; }
.inside { padding: 0 0 10px 1.1em; }
.chain { padding-left: 1.6em; font-size: 0.9rem; }
.chain li { margin-bottom: 6px; }
footer { color: var(--soft); font-size: 0.85rem; padding-bottom: 30px; }
@media (max-width: 640px) {
  html { font-size: 14px; }
  .wrap, main, footer { padding: 0 12px; }
  .top { padding: 12px 0 8px; }
  h1 { font-size: 1.3rem; }
  section { margin: 16px 0; }
  .finding { padding: 12px; }
  dl { grid-template-columns: minmax(0, 1fr); gap: 0; }
  dd { margin-bottom: 6px; }
  .message { padding-left: 0; }
  .inside { padding-left: 0; }
  .desk { display: none; }
  .phone { display: block; padding: 0; }
  caption { display: block; padding: 8px 10px; }
  table, tbody { display: block; }
  thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  tbody tr { display: flex; flex-wrap: wrap; gap: 3px 6px; padding: 6px 10px; border-top: 1px solid var(--line); }
  th, td { border: 0; padding: 0; }
  tbody th { flex: 0 0 100%; }
  td { padding: 0 6px; border-radius: 4px; background: var(--code); }
  td::before { content: attr(data-column) " "; color: var(--soft); font-weight: 400; }
  td.empty { display: none; }
}
@media print {
  :root { --ground: #ffffff; --card: #ffffff; --ink: #000000; --soft: #444444; --line: #bbbbbb; --code: #f3f3f3; --pass: #17703f; --fail: #b91c1c; --warn: #8a5a00; --skip: #5b6773; --unknown: #8a5a00; --info: #1d5bb0; --pass-ground: #ffffff; --fail-ground: #ffffff; --warn-ground: #ffffff; --info-ground: #ffffff; }
  html { font-size: 10pt; }
  .finding, tr, svg, pre { break-inside: avoid-page; }
  h2, caption { break-after: avoid-page; }
  .scroll { overflow: visible; }
  .wrap, main, footer { max-width: none; padding: 0; }
}
)css";

const std::string_view kHtmlStyleHash = "sha256-x3HVxY/kWckBXUsCtVcxt7Nd+jt4JohllRaSKAjhWW4=";

}  // namespace vnetprobe
