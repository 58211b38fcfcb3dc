"""The style sheet of a comparison page: readable on paper, in the dark and on a telephone."""

SHEET = """
:root{color-scheme:light dark;--paper:#fff;--ink:#1b1b1b;--soft:#5a5a5a;--line:#d5d5d0;
--tint:#f5f4f0;--link:#0b4f9e;--in:#0a5c2b;--inb:#e2f4e5;--out:#98190f;--outb:#fbe7e4;
--mv:#6a3d9a;--mvb:#f1eaf8;--mark:#fff3c4;--bar:#e0b93a}
@media screen and (prefers-color-scheme:dark){:root{--paper:#16181b;--ink:#e6e4df;--soft:#a9a69f;
--line:#3b3e43;--tint:#1f2226;--link:#8ab8f0;--in:#8fdba5;--inb:#12351f;--out:#ffab9f;
--outb:#45191a;--mv:#cdb2ef;--mvb:#2d2240;--mark:#4a4018;--bar:#9a7d1e}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem;overflow-wrap:break-word;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);
font:1.0625rem/1.6 Charter,"Bitstream Charter",Georgia,"Times New Roman",serif}
header,nav,.tools,h2,table,summary,.note{font-family:system-ui,-apple-system,"Segoe UI",
Roboto,"Liberation Sans",Arial,sans-serif}
a{color:var(--link)}
a:focus-visible,summary:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:1rem;background:var(--paper);padding:.5rem;z-index:2}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);
white-space:nowrap}
header{padding:1.5rem 1.25rem 1.1rem;border-bottom:1px solid var(--line)}
h1{font-size:1.45rem;line-height:1.25;margin:0 0 .45rem}
header p{margin:.3rem 0;max-width:61rem}
.from,.soft{color:var(--soft)}
.warn{border-left:4px solid var(--out);padding:.35rem .8rem;background:var(--outb)}
.key{font-size:.875rem;color:var(--soft)}
.page{display:grid;grid-template-columns:minmax(0,1fr)}
nav.rail{padding:.6rem 1.25rem;border-bottom:1px solid var(--line);font-size:.875rem;
line-height:1.35;max-height:11.5rem;overflow:auto}
nav.rail b{font-size:.875rem;text-transform:uppercase;letter-spacing:.05em;color:var(--soft)}
nav.rail ol{list-style:none;margin:.3rem 0 0;padding:0}
nav.rail a{display:flex;justify-content:space-between;gap:.6rem;padding:.28rem 0;
text-decoration:none}
nav.rail a[href]:hover{text-decoration:underline}
nav.rail .none a,nav.rail a:not([href]){color:var(--soft)}
.count{min-width:1.7em;text-align:center;border-radius:1em;background:var(--mark);
color:var(--ink);font-variant-numeric:tabular-nums;align-self:start}
main{padding:.5rem 1.25rem 4rem;min-width:0}
section{margin:0 0 2rem}
h2{font-size:1.02rem;line-height:1.35;margin:1.6rem 0 .6rem;padding-top:.7rem;
border-top:1px solid var(--line)}
h2 small{font-size:.875rem;font-weight:400;color:var(--soft)}
p.row,div.row{margin:0;max-width:44rem;padding:.12rem 0 .12rem calc(var(--i,0)*1.1rem)}
div.row{border-left:3px solid var(--bar);padding-left:calc(.7rem + var(--i,0)*1.1rem);
margin:.55rem 0}
.i1{--i:1}.i2{--i:2}.i3{--i:3}.i4{--i:4}.i5{--i:5}.i6{--i:6}.i7{--i:7}.i8{--i:8}
div.row:has(:target){border-color:var(--link)}
ins,del{padding:.06em .1em;border-radius:2px;-webkit-box-decoration-break:clone;
box-decoration-break:clone}
ins{color:var(--in);background:var(--inb);text-decoration:underline;
text-decoration-thickness:.09em;text-underline-offset:.16em}
del{color:var(--out);background:var(--outb);text-decoration:line-through}
ins.n,del.n{background:none;color:var(--soft)}
.mv{background:var(--mvb);border-radius:2px}
.mv ins,.mv del{outline:1px solid}
.to{color:var(--mv);font-size:.88em}
.at{font:600 .875rem/1 system-ui,sans-serif;vertical-align:super;text-decoration:none;
padding:.3em .45em;scroll-margin-top:35vh}
.at:target{background:var(--link);color:var(--paper);border-radius:3px}
.tools{display:flex;gap:.2rem;font-size:.875rem;line-height:1.4;align-items:baseline;
flex-wrap:wrap;margin-top:.1rem}
.tools a{text-decoration:none;padding:.2rem .55rem;border:1px solid var(--line);
border-radius:4px}
.tools summary{cursor:pointer;padding:.2rem .55rem;color:var(--soft)}
h1,h2{overflow-wrap:anywhere}
details[open].quote{flex-basis:100%}
.quote blockquote{margin:.4rem 0;padding:.5rem .8rem;background:var(--tint);
white-space:pre-line;font-size:.9rem}
details.fold{margin:.4rem 0;max-width:44rem}
details.fold>summary{cursor:pointer;color:var(--soft);font-size:.875rem;padding:.2rem 0}
table{border-collapse:collapse;font-size:.9rem;max-width:60rem;width:100%}
th,td{text-align:left;vertical-align:top;padding:.45rem .6rem .45rem 0;
border-bottom:1px solid var(--line)}
td q{display:block;color:var(--soft);font-family:Georgia,serif;margin-top:.2rem}
.weaker{color:var(--out);font-weight:600}.stronger{color:var(--in);font-weight:600}
.scroll{overflow-x:auto}
#provisions th:first-child{width:10.5rem}
#provisions th:last-child{width:11rem}
#provisions table{table-layout:fixed}
#provisions td{padding-right:1.2rem}
#provisions tbody th::first-letter{text-transform:uppercase}
.bound,.way .soft{display:block;font-weight:400;font-size:.9rem}
nav.rail .first{font-weight:600;margin-bottom:.5rem}
@media (max-width:47.99rem){
#provisions thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
#provisions table,#provisions tbody,#provisions tr,#provisions tbody th,#provisions td{
display:block;width:auto;border:0;padding:0}
#provisions tr{display:flex;flex-direction:column;padding:.7rem 0 .8rem;
border-bottom:1px solid var(--line)}
#provisions tbody th,#provisions th:first-child{font-size:1rem;width:auto}
#provisions .way{order:1;margin:.1rem 0 .35rem}
#provisions .way .soft{display:inline;margin-left:.5em}
#provisions [data-of]{order:2;margin-top:.25rem}
#provisions [data-of]::before{content:attr(data-of) ": ";font-weight:600}
}
@media (min-width:60rem){
.page{grid-template-columns:17rem minmax(0,1fr)}
nav.rail{position:sticky;top:0;height:100vh;max-height:none;border-bottom:0;
padding:1.1rem 1.25rem 1.1rem 2rem;border-right:1px solid var(--line)}
header,main{padding-left:2rem;padding-right:2rem}
div.row{display:grid;grid-template-columns:minmax(0,44rem) 11rem;gap:1.2rem;max-width:none}
.tools{margin:.15rem 0 0;flex-wrap:wrap;align-self:start}
}
@media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--soft:#333;--in:#000;--inb:none;
--out:#000;--outb:none;--mv:#000;--mvb:none;--link:#000;--mark:#999}
html{font-size:13px}nav.rail,.tools,.skip{display:none}
.page,div.row{display:block}p.row,div.row{max-width:none}
div.row,#provisions tr{break-inside:avoid-page}
h2{break-after:avoid}
details::details-content{content-visibility:visible;display:block;height:auto}
ins{text-decoration-thickness:1.2pt}.mv{border-left:2pt dotted #000}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
""".strip()
