using System.Collections.Frozen;
using System.Globalization;

namespace DenialDesk.App.People;

/// <summary>
/// The passwords an intruder tries first, made by rule instead of copied from a leak: common stems, each with the years and the endings people add.
/// Compared in small letters and digits alone, so that P@ss and punctuation between make no difference.
/// </summary>
internal static class CommonPasswords
{
    /// <summary>Rows of keys, letters and digits that fingers run along.</summary>
    private static readonly string[] Runs =
        ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm"];

    private static readonly string[] Endings = ["", "1", "12", "123", "1234", "12345", "123456", "0", "00", "01", "007", "99", "a", "abc", "x"];

    /// <summary>Words that alone make no password; none is shorter than four letters.</summary>
    public static IReadOnlyList<string> Stems { get; } =
    [
        "correcthorsebatterystaple", "thequickbrownfox", "administrator", "letmeinplease", "trustnoone", "insurance", "passphrase", "superman", "password", "passwort", "princess",
        "sunshine", "football", "baseball", "basketball", "hospital", "practice", "medicare", "medicaid", "medical", "medicine", "clinic", "doctor", "nurse", "patient", "billing",
        "biller", "manager", "remittance", "denialdesk", "denials", "denial", "desk", "claims", "claim", "appeal", "payer", "revenue", "cycle", "office", "company", "welcome",
        "changeme", "letmein", "iloveyou", "loveyou", "trustno", "monkey", "dragon", "master", "shadow", "secret", "login", "admin", "guest", "access", "hello", "freedom", "whatever",
        "michael", "jessica", "jennifer", "jordan", "ashley", "charlie", "starwars", "batman", "pokemon", "cookie", "flower", "family", "computer", "internet", "summer", "winter",
        "spring", "autumn", "january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december", "monday", "tuesday", "wednesday",
        "thursday", "friday", "saturday", "sunday", "passw0rd", "p4ssword", "pssword", "temporary", "temp", "default", "testing", "test", "user", "account", "department", "america",
        "texas", "florida", "california", "newyork",
    ];

    private static readonly FrozenSet<string> Listed = Make().ToFrozenSet(StringComparer.Ordinal);

    /// <summary>How many stand in the list.</summary>
    public static int Count => Listed.Count;

    /// <summary>Whether a password, in small letters and digits alone, stands in the list, or is one short piece again and again.</summary>
    public static bool Has(string plain) => Listed.Contains(plain) || (Unit(plain) is { } unit && (unit.Length < 8 || Listed.Contains(unit)));

    /// <summary>What is left of a password without runs of neighbouring keys of four or more, up or down.</summary>
    public static string WithoutRuns(string plain)
    {
        var left = new System.Text.StringBuilder();
        for (var at = 0; at < plain.Length;)
        {
            var length = RunAt(plain, at);
            if (length >= 4) { at += length; }
            else { left.Append(plain[at++]); }
        }

        return left.ToString();
    }

    private static int RunAt(string plain, int at)
        => Runs.SelectMany(r => new[] { r, new string([.. r.Reverse()]) }).Max(row =>
        {
            var start = row.IndexOf(plain[at], StringComparison.Ordinal);
            var length = 0;
            while (start >= 0 && at + length < plain.Length && start + length < row.Length && plain[at + length] == row[start + length]) { length++; }

            return length;
        });

    /// <summary>The piece that the whole repeats (a begun last one counts); null when nothing repeats.</summary>
    private static string? Unit(string plain)
    {
        for (var length = 1; length <= plain.Length / 2; length++)
        {
            if (Enumerable.Range(length, plain.Length - length).All(i => plain[i] == plain[i - length])) { return plain[..length]; }
        }

        return null;
    }

    private static IEnumerable<string> Make()
    {
        string[] years = ["", .. Enumerable.Range(1990, 46).Select(y => y.ToString(CultureInfo.InvariantCulture))];
        return from stem in Stems from year in years from ending in Endings select stem + year + ending;
    }
}
