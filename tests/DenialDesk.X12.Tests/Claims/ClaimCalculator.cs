using System.Globalization;
using System.Text;

namespace DenialDesk.X12.Tests.Claims;

/// <summary>Counts claims and adds charges of an 837 with nothing but <c>string.Split</c>: the other opinion.</summary>
internal sealed record ClaimCalculator(int Batches, int Claims, int Lines, decimal Charge, decimal LineCharges)
{
    public static ClaimCalculator Of(byte[] bytes)
    {
        var text = Encoding.Latin1.GetString(bytes);
        int batches = 0, claims = 0, lines = 0;
        decimal charge = 0, lineCharges = 0;
        foreach (var (element, interchange) in Interchanges(text))
        {
            var inside = false;
            foreach (var raw in interchange)
            {
                var e = raw.Trim('\r', '\n', ' ', '\t').Split(element);
                switch (e[0].Trim().ToUpperInvariant())
                {
                    case "ST":
                        inside = e.Length > 1 && e[1].Trim() == "837";
                        batches += inside ? 1 : 0;
                        break;
                    case "SE" or "GE" or "IEA" or "GS" or "ISA":
                        inside = false;
                        break;
                    case "CLM" when inside:
                        claims++;
                        charge += Amount(e, 2);
                        break;
                    case "SV1" or "SV3" when inside:
                        lines++;
                        lineCharges += Amount(e, 2);
                        break;
                    case "SV2" when inside:
                        lines++;
                        lineCharges += Amount(e, 3);
                        break;
                }
            }
        }

        return new ClaimCalculator(batches, claims, lines, charge, lineCharges);
    }

    private static IEnumerable<(char Element, string[] Segments)> Interchanges(string text)
    {
        var starts = new List<int>();
        for (var i = text.IndexOf("ISA", StringComparison.Ordinal); i >= 0; i = text.IndexOf("ISA", i + 3, StringComparison.Ordinal))
        {
            if (i + 3 < text.Length && !char.IsLetterOrDigit(text[i + 3]) && (i == 0 || !char.IsLetterOrDigit(text[i - 1])))
            {
                starts.Add(i);
            }
        }

        if (starts.Count == 0)
        {
            var at = text.IndexOfAny(['~', '\n']);
            yield return at < 0 ? ('*', []) : ('*', text.Split('~'));
            yield break;
        }

        for (var n = 0; n < starts.Count; n++)
        {
            var part = text[starts[n]..(n + 1 < starts.Count ? starts[n + 1] : text.Length)];
            var element = part[3];
            var at = 2;
            for (var count = 0; count < 16 && at >= 0; count++)
            {
                at = part.IndexOf(element, at + 1);
            }

            if (at >= 0 && at + 2 < part.Length)
            {
                yield return (element, part.Split(part[at + 2]));
            }
        }
    }

    private static decimal Amount(string[] elements, int at) =>
        at < elements.Length && decimal.TryParse(elements[at].Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : 0m;
}
