using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace DenialDesk.X12.Tests.Remittance;

/// <summary>Totals of 835s worked out with nothing but IndexOf and Split, to hold the reader to.</summary>
internal sealed partial class SplitCalculator
{
    public int Transactions { get; private set; }

    public int Claims { get; private set; }

    public int Lines { get; private set; }

    public decimal Charge { get; private set; }

    public decimal Paid { get; private set; }

    public decimal Bpr { get; private set; }

    public decimal Plb { get; private set; }

    public SortedDictionary<string, decimal> Groups { get; } = [];

    public SortedDictionary<string, decimal> Carc { get; } = [];

    public SortedDictionary<string, int> Rarc { get; } = [];

    public SortedDictionary<string, int> Status { get; } = [];

    public static SplitCalculator Of(byte[] file)
    {
        var text = Encoding.Latin1.GetString(file);
        if (text.StartsWith("ï»¿", StringComparison.Ordinal))
        {
            text = text[3..];
        }

        var totals = new SplitCalculator();
        char separator = '*', component = ':', terminator = '~';
        var inRemittance = false;
        var at = text.IndexOf("ISA", StringComparison.Ordinal);
        at = at < 0 ? text.IndexOf("ST*", StringComparison.Ordinal) : at;
        while (at >= 0 && at < text.Length)
        {
            if (Blank(text[at]))
            {
                at++;
                continue;
            }

            if (string.CompareOrdinal(text, at, "ISA", 0, 3) == 0)
            {
                separator = text[at + 3];
                var place = at + 3;
                for (var i = 1; i < 16; i++)
                {
                    place = text.IndexOf(separator, place + 1);
                }

                component = text[place + 1];
                terminator = text[place + 2] == '\r' && text[place + 3] == '\n' ? '\n' : text[place + 2];
            }

            var end = text.IndexOf(terminator, at);
            end = end < 0 ? text.Length : end;
            var elements = text[at..end].Split(separator).Select(e => e.Trim()).ToArray();
            at = end + 1;
            inRemittance = elements[0].ToUpperInvariant() switch
            {
                "ST" => elements.ElementAtOrDefault(1) == "835",
                "SE" or "GE" or "IEA" or "ISA" or "GS" => false,
                _ => inRemittance,
            };
            totals.Transactions += inRemittance && elements[0].Equals("ST", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
            if (inRemittance)
            {
                totals.Add(elements, component);
            }
        }

        return totals;
    }

    private void Add(string[] e, char component)
    {
        string At(int i) => i < e.Length ? e[i] : "";
        decimal Money(int i) => decimal.TryParse(At(i), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var m) ? m : 0m;
        switch (e[0].ToUpperInvariant())
        {
            case "BPR":
                Bpr += Money(2);
                break;
            case "CLP":
                Claims++;
                Charge += Money(3);
                Paid += Money(4);
                Status[At(2)] = Status.GetValueOrDefault(At(2)) + 1;
                break;
            case "SVC":
                Lines++;
                break;
            case "LQ" when At(1) == "HE" && At(2).Length > 0:
                Rarc[At(2)] = Rarc.GetValueOrDefault(At(2)) + 1;
                break;
            case "CAS":
                for (var i = 2; i < e.Length; i += 3)
                {
                    if (Reason().IsMatch(At(i)) && GroupCode().IsMatch(At(1)))
                    {
                        Groups[At(1)] = Groups.GetValueOrDefault(At(1)) + Money(i + 1);
                        Carc[$"{At(1)}-{At(i)}"] = Carc.GetValueOrDefault($"{At(1)}-{At(i)}") + Money(i + 1);
                    }
                }

                break;
            case "PLB":
                var separated = e.Length == 6 && At(3).Length == 2 && !At(3).Contains(component) && At(5).Contains('.');
                for (var i = separated ? 5 : 4; i < e.Length; i += 2)
                {
                    Plb += Money(i);
                }

                break;
        }
    }

    private static bool Blank(char c) => c is ' ' or '\t' or '\r' or '\n' or '\0' or '\u001a';

    /// <summary>Anything that can be a code, known form or not; what cannot be one is damage.</summary>
    [GeneratedRegex("^[A-Za-z0-9]{1,5}$")]
    private static partial Regex Reason();

    [GeneratedRegex("^[A-Za-z0-9]{1,2}$")]
    private static partial Regex GroupCode();
}
