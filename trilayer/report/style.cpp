#include "trilayer/report/style.hpp"

namespace trilayer::report {

const char* const style = R"css(
:root{--ink:#1b2430;--soft:#525d69;--rule:#dfe4e8;--ground:#f6f7f8;--left:#0072B2;--right:#D55E00;color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:#fff;color:var(--ink);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}
main,header,footer{max-width:1060px;margin:0 auto;padding:0 36px}
header{padding-top:52px}
h1{font-size:30px;line-height:1.2;font-weight:600;letter-spacing:-.015em;margin:0 0 6px;overflow-wrap:anywhere}
h2{font-size:20px;font-weight:600;letter-spacing:-.01em;margin:60px 0 14px;padding-top:14px;border-top:1px solid var(--ink)}
h3{font-size:15px;font-weight:600;margin:30px 0 8px}
p{margin:0 0 12px;max-width:74ch}
a{color:#005a8e}
.kicker{color:var(--soft);font-size:13px;letter-spacing:.06em;text-transform:uppercase;margin-bottom:6px}
.lead{color:var(--soft);margin-bottom:22px}
.use{border-left:3px solid var(--ink);background:var(--ground);padding:14px 18px;margin:22px 0;font-size:14px;max-width:none}
nav{font-size:14px;margin:20px 0 0}
nav a{margin-right:18px;white-space:nowrap}
.note{color:var(--soft);font-size:13.5px}
table{border-collapse:collapse;width:100%;font-size:13.5px;line-height:1.42}
th,td{text-align:left;vertical-align:top;padding:6px 14px 6px 0;border-bottom:1px solid var(--rule)}
th:last-child,td:last-child{padding-right:0}
thead th{font-weight:600;color:var(--soft);font-size:12.5px;border-bottom:1px solid var(--soft);vertical-align:bottom}
tbody th{font-weight:400}
th.group{font-weight:600;padding-top:22px;border-bottom-color:var(--soft)}
td.n,th.n{text-align:right;white-space:nowrap}
.o{white-space:nowrap}
.w{overflow-x:auto}
.glance th:first-child{width:25%}.glance td:nth-child(2){width:7%}.glance td:nth-child(3),.glance td:nth-child(4){width:25%}
.v{font-weight:600;white-space:nowrap}
.i{color:var(--soft);white-space:nowrap}
.s{display:block;color:var(--soft);font-size:12.5px}
.state{font-style:italic;font-weight:400}
.key{display:inline-block;width:30px;height:0;border-top:3px solid var(--left);vertical-align:middle;margin-right:7px}
.key.r{border-top:3px dashed var(--right)}
td svg{display:block;width:170px;height:26px}
ul.plain{list-style:none;padding:0;margin:0}
ul.plain li{padding:9px 0;border-bottom:1px solid var(--rule)}
code{font:12.5px/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;background:var(--ground);padding:1px 5px;border-radius:3px}
dl{display:grid;grid-template-columns:max-content 1fr;gap:5px 22px;margin:0 0 14px;font-size:14px}
dt{font-weight:600}
dd{margin:0;max-width:80ch}
ol{padding-left:26px;font-size:13.5px}
ol li{margin-bottom:5px;max-width:96ch}
figure{margin:0 0 44px}
figcaption{font-size:13.5px;color:var(--soft);margin-bottom:8px;max-width:104ch}
figcaption strong{display:block;color:var(--ink);font-size:14.5px;font-weight:600}
figure>svg{display:block;width:100%;height:auto}
footer{padding-top:22px;padding-bottom:60px;color:var(--soft);font-size:13px}
svg text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif;font-size:11px;fill:var(--soft)}
svg path{vector-effect:non-scaling-stroke;fill:none}
.l{--c:var(--left);--d:#00456d}.r{--c:var(--right);--d:#8c3d00}
svg .h{font-size:13px;font-weight:600;fill:var(--ink)}
svg .dl{font-size:11.5px;font-weight:600;fill:var(--ink);paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}
.f{fill:#fff;stroke:var(--rule)}
.a{stroke:#8d97a1}
svg .b{fill:var(--c);opacity:.15}
.t{stroke:var(--c);stroke-width:.7;opacity:.6}
.m{stroke:var(--d);stroke-width:1.5}
.m.r{stroke-dasharray:11 2}
.art{fill:#e4e8eb}
.d{fill-opacity:.32}.dc{fill:#56B4E9}.di{fill:#CC79A7}.ds{fill:#9a9a9a}.dq{fill:#E69F00}.de{fill:#c3ccd4}
.p{stroke:var(--ink);stroke-width:1}.p.q{stroke-dasharray:3 2}
.lv{stroke:var(--soft);stroke-dasharray:2 3}
.bg{stroke:var(--soft);stroke-width:2.5}
.axis{stroke:var(--rule)}
.whisker{stroke:var(--c);stroke-width:2}.whisker.r{stroke-dasharray:5 2}
.dot{fill:var(--c);stroke:var(--c);stroke-width:1.6}.dot.r{fill:#fff}
.answer-words{font-size:17px;line-height:1.45}
.loadings{margin-bottom:20px}.loadings th:first-child{width:32%}.validated{max-width:none}.layers+.note{max-width:104ch;margin-bottom:26px}
.layers{display:flex;flex-wrap:wrap;gap:8px 16px}
.layers figure{flex:1 1 420px;max-width:486px;margin:0 0 18px}
.hem{fill:#f3f4f6;stroke:#b4bcc4;stroke-width:1.2}
.callosum{fill:#e2e6ea;stroke:#b4bcc4}
.area{fill:#fff;stroke:#69737e;stroke-width:1.2}
svg .an{font-size:10.5px}svg .hn{font-size:12px;fill:var(--ink)}
.tract{stroke:#c3cad1;stroke-width:2}.tract.drive{stroke:#69737e;stroke-width:2.5}
.hand{stroke:#c3cad1;stroke-width:6.2;stroke-linecap:round}.palm{fill:#c3cad1;stroke:#c3cad1}
.hand.in{stroke:#69737e}.palm.in{fill:#69737e;stroke:#69737e}
.unknown{stroke:#8d97a1;stroke-width:1.6;stroke-dasharray:4 4}
.cut{fill:#e2e6ea}
.badge{fill:#fff;stroke:var(--ink);stroke-width:1.4}.badge.lead{fill:var(--ink)}.badge.none{stroke:#8d97a1;stroke-dasharray:3 2.4}
svg .bn{font-size:10.5px;font-weight:600;fill:var(--ink)}svg .bn.lead{fill:#fff}
svg .tag{font-style:italic}svg .tag.lead{font-style:normal;font-weight:700;fill:var(--ink)}
.mean{fill:#fff;stroke:var(--ink);stroke-width:1.6}
@media (max-width:720px){main,header,footer{padding-left:18px;padding-right:18px}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:8px}}
@media print{@page{margin:14mm}body{font-size:9.5pt}main,header,footer{max-width:none;padding-left:0;padding-right:0}header{padding-top:0}nav{display:none}h2{margin-top:26px}h2,h3,th.group{break-after:avoid}figure,tr,li{break-inside:avoid}table{font-size:8.2pt}.w{overflow:visible}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}a{color:inherit;text-decoration:none}}
)css";

}  // namespace trilayer::report
