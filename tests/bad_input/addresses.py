"""What people, scrapers and attackers write into addresses, queries and e-mail fields."""

# One value for each way in which a number, a name or an identifier can be wrong.
VALUES = [
    "%00", "a%00b", "%ED%A0%80", "%FF%FE", "%C0%AE", "", "%20", "0", "-1", "1.5", "1e9", "9223372036854775808",
    "99999999999999999999999999", "-9223372036854775809", "abc", "NaN", "null", "None", "undefined", "true", "[]",
    "{}", "%27%3B+DROP+TABLE+x%3B--", "%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "javascript:alert(1)", "../../etc/passwd",
    "..%2F..%2Fetc%2Fpasswd", "%2e%2e/", "%25%30%30", "%E2%80%AEabc", "%F0%9F%91%A9", "%CC%81" * 50, "a" * 3000,
    "password", "-password", "user__password", "pk__gt", "?", "2026-02-30", "9999-12-31", "0001-01-01", "25:99",
    "%0D%0ASet-Cookie:%20a=b", "%0A", "%09", "1%7C2", "1,2,3", "en%00", "xx-XX", "//evil.example", "https://evil.example",
    "٣", "１", "½", "%s%s%n", "{{7*7}}", "*", "%25", "_", "(", "[a", "\\", "+", "00000000-0000-0000-0000-000000000000",
]  # fmt: skip

# Whole queries: repeated, nested, unknown, and too many.
QUERIES = [
    "q={0}", "page={0}", "q={0}&page={0}", "sort={0}", "order={0}", "ordering={0}", "next={0}", "lang={0}", "for={0}",
    "country={0}&country={0}", "q[]={0}", "q[a][b]={0}", "{0}={0}", "id={0}&id__in={0}", "format={0}", "day={0}",
]  # fmt: skip

PARTS = [
    "0", "-1", "9223372036854775808", "99999999999999999999999999999", "abc", "%00", "%FF", "%ED%A0%80", "a" * 300,
    "..%2F..", "%27%20OR%201=1--", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "%F0%9F%91%A9", "%E2%80%AE", "%0A", "1;2", "null", "new", "%25",
]  # fmt: skip

EMAILS = [
    '"<script>alert(1)</script>"@example.org', '"a b"@example.org', "a@example.org,b@example.org", "a@b@c", "a@", "@a",
    "", " ", "a" * 65 + "@example.org", "a@" + "b" * 300 + ".org", "a@example.org\nBcc: b@example.org",
    "a@example.org\r\nDATA", "a@example.org\x00", "añα@example.org", "a@пример.испытание", "a@[127.0.0.1]", "a@localhost",
    "mailto:a@example.org?bcc=b@example.org", "=cmd|'/c calc'!A0@example.org", "\u202ea@example.org", "a@example.org\ud800",
    "%00@example.org", "../a@example.org", "a" * 100_000,
]  # fmt: skip
