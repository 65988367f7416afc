import { describe, expect, it } from "vitest";
import { hubRefusal, isPublicAddress } from "../../src/websub/hub-address.ts";
import { hubName } from "../../src/websub/hub-name.ts";

const PUBLIC = [
  "https://pubsubhubbub.appspot.com/",
  "https://pubsubhubbub.superfeedr.com",
  "https://switchboard.p3k.io/",
  "http://hub.example.org/",
  "http://hub.example.org:8080/publish?site=1",
  "https://hub.example.org./",
  "https://xn--p1b6ci4b4b3a.xn--h2brj9c/",
  "https://संवाद.भारत/",
  "https://localhost.example.org/",
  "https://internal.example.org/",
  "https://notlocalhost.org/",
  "https://mylocal.example/",
  "https://10.example.org/",
  "http://8.8.8.8/",
  "http://134744072/",
  "http://0x08080808/",
  "http://1.1.1.1:22/",
  "http://9.255.255.255/",
  "http://11.0.0.0/",
  "http://100.63.255.255/",
  "http://100.128.0.0/",
  "http://126.255.255.255/",
  "http://128.0.0.0/",
  "http://169.253.255.255/",
  "http://169.255.0.0/",
  "http://172.15.255.255/",
  "http://172.32.0.0/",
  "http://192.167.255.255/",
  "http://192.169.0.0/",
  "http://198.17.255.255/",
  "http://198.20.0.0/",
  "http://223.255.255.255/",
  "http://[2606:4700:4700::1111]/",
  "http://[2a00:1450:4001:800::200e]:8443/",
  "http://[2400:cb00:2048:1::c629:d7a2]/",
];

const PRIVATE = [
  "http://localhost/",
  "http://LOCALHOST:8080/",
  "http://localhost./",
  "http://hub.localhost/",
  "http://a.b.localhost./",
  "http://localhost.localdomain/",
  "http://printer.local/",
  "http://PRINTER.LOCAL./",
  "http://metadata.google.internal/",
  "http://db.internal:5432/",
  "http://router.home.arpa/",
  "http://nas.lan/",
  "http://wiki.intranet/",
  "http://hub/",
  "http://hub:8080/publish",
  "http://hub./",
  "http://ip6-localhost/",
  "http://127.0.0.1/",
  "http://127.0.0.1:8787/",
  "http://127.0.0.1./",
  "http://127.1/",
  "http://127.0.1/",
  "http://127.255.255.254/",
  "http://0x7f.1/",
  "http://0x7f000001/",
  "http://0X7F.0.0.1/",
  "http://0177.0.0.1/",
  "http://017700000001/",
  "http://2130706433/",
  "http://①②⑦.⓪.⓪.①/",
  "http://127。0。0。1/",
  "http://%31%32%37.0.0.1/",
  "http://loc%61lhost/",
  "http://0/",
  "http://0.0.0.0/",
  "http://0.1.2.3/",
  "http://10.0.0.1/",
  "http://10.255.255.255/",
  "http://012.0.0.1/",
  "http://10.1/",
  "http://100.64.0.1/",
  "http://100.100.100.200/",
  "http://100.127.255.255/",
  "http://168.63.129.16/",
  "http://169.254.0.1/",
  "http://169.254.169.254/latest/meta-data/",
  "http://2852039166/",
  "http://172.16.0.1/",
  "http://172.31.255.255/",
  "http://192.0.0.1/",
  "http://192.0.2.1/",
  "http://192.88.99.1/",
  "http://192.168.0.1/",
  "http://192.168.255.255/",
  "http://192.168.1/",
  "http://198.18.0.1/",
  "http://198.19.255.255/",
  "http://198.51.100.7/",
  "http://203.0.113.7/",
  "http://224.0.0.1/",
  "http://239.255.255.250/",
  "http://240.0.0.1/",
  "http://255.255.255.255/",
  "http://[::]/",
  "http://[::1]/",
  "http://[0:0:0:0:0:0:0:1]:8080/",
  "http://[::2]/",
  "http://[::127.0.0.1]/",
  "http://[::8.8.8.8]/",
  "http://[::ffff:127.0.0.1]/",
  "http://[::ffff:7f00:1]/",
  "http://[::ffff:10.0.0.1]/",
  "http://[::ffff:8.8.8.8]/",
  "http://[::ffff:0:127.0.0.1]/",
  "http://[64:ff9b::127.0.0.1]/",
  "http://[64:ff9b::10.0.0.1]/",
  "http://[64:ff9b:1::1]/",
  "http://[2002:7f00:1::]/",
  "http://[2002:a00:1::1]/",
  "http://[2001::1]/",
  "http://[2001:db8::1]/",
  "http://[2001:2::1]/",
  "http://[2001:10::1]/",
  "http://[2001:20::1]/",
  "http://[3fff::1]/",
  "http://[5f00::1]/",
  "http://[100::1]/",
  "http://[4000::1]/",
  "http://[fc00::1]/",
  "http://[fd00:ec2::254]/",
  "http://[fdff:ffff::1]/",
  "http://[fe80::1]/",
  "http://[febf::1]/",
  "http://[fec0::1]/",
  "http://[ff02::1]/",
  "http://[ff0e::1]/",
];

/** Refused whatever the setting says. */
const WRONG: readonly (readonly [string, RegExp])[] = [
  ["ftp://hub.example.org/", /neither http nor https/],
  ["file:///etc/passwd", /neither http nor https/],
  ["gopher://hub.example.org/", /neither http nor https/],
  ["javascript:alert(1)", /neither http nor https/],
  ["data:text/plain,x", /neither http nor https/],
  ["ws://hub.example.org/", /neither http nor https/],
  ["https://user@hub.example.org/", /user or password/],
  ["https://user:secret@hub.example.org/", /user or password/],
  ["https://:secret@hub.example.org/", /user or password/],
  ["https://hub.example.org@127.0.0.1/", /user or password/],
  ["hub.example.org", /not one/],
  ["//hub.example.org/", /not one/],
  ["", /not one/],
  ["http://", /not one/],
  ["http://256.256.256.256/", /not one/],
  ["http://1.2.3.4.5/", /not one/],
  ["http://[::1/", /not one/],
  ["http://[fe80::1%25eth0]/", /not one/],
];

describe("the address of a hub", () => {
  it.each(PUBLIC)("%s may be told", (hub) => {
    expect(hubRefusal(hub, false)).toBeUndefined();
    expect(hubRefusal(hub, true)).toBeUndefined();
  });

  it.each(PRIVATE)("%s is private and told only where that is allowed", (hub) => {
    expect(hubRefusal(hub, false)).toMatch(/private.*ALLOW_PRIVATE_HUBS/);
    expect(hubRefusal(hub, true)).toBeUndefined();
  });

  it.each(WRONG)("%s is never told", (hub, reason) => {
    expect(hubRefusal(hub, false)).toMatch(reason);
    expect(hubRefusal(hub, true)).toMatch(reason);
  });

  it("shows in the log without user, password and query", () => {
    expect(hubName("https://user:pw@hub.example.org:8443/publish/here?token=s3cret#part")).toBe(
      "https://hub.example.org:8443/publish/here",
    );
    expect(hubName("no address: s3cret")).not.toContain("s3cret");
  });
});

describe("an address that a name resolves to", () => {
  it.each(["fe80::1%eth0", "::ffff:192.168.1.1", "127.0.0.1", "fd12::1", "hub.example.org", "", "127.1"])(
    "%s is not a public one",
    (address) => expect(isPublicAddress(address)).toBe(false),
  );

  it.each(["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])("%s is a public one", (address) =>
    expect(isPublicAddress(address)).toBe(true),
  );
});
