using System.Globalization;
using System.Text;

namespace DenialDesk.X12.Tests.Samples;

/// <summary>A second, naive reading of an 835 that shares nothing with the product's reader, so that the two can be compared.</summary>
internal sealed class PlainRemittance
{
    private readonly List<string[]> _segments = [];

    public PlainRemittance(byte[] bytes)
    {
        var text = Encoding.Latin1.GetString(bytes);
        var at = 0;
        for (var i = 0; i < 16; i++)
        {
            at = text.IndexOf(text[3], at) + 1;
        }

        foreach (var segment in text.Split(text[at + 1]))
        {
            var trimmed = segment.Trim('\r', '\n');
            if (trimmed.Length > 0)
            {
                _segments.Add(trimmed.Split(text[3]));
            }
        }
    }

    public IEnumerable<string[]> Of(string id) => _segments.Where(segment => segment[0] == id);

    public decimal Sum(string id, int element) => Of(id).Sum(segment => Money(segment[element]));

    public decimal ProviderAdjustments => Of("PLB").Sum(plb => Enumerable.Range(0, (plb.Length - 3) / 2).Sum(pair => Money(plb[4 + (2 * pair)])));

    /// <summary>What BPR02 says less what claims and PLB come to.</summary>
    public decimal PaymentDifference => Sum("BPR", 2) - (Sum("CLP", 4) - ProviderAdjustments);

    /// <summary>Ids of claims whose lines or totals do not add up, or whose SE count is wrong.</summary>
    public List<string> Faults()
    {
        var faults = new List<string>();
        string[]? claim = null, line = null;
        decimal claimCut = 0m, lineCut = 0m, patient = 0m;
        var inTransaction = 0;
        foreach (var segment in _segments)
        {
            inTransaction = segment[0] == "ST" ? 1 : inTransaction + 1;
            if (segment[0] is "SVC" or "CLP" or "PLB" or "SE")
            {
                if (line is not null && Money(line[3]) != Money(line[2]) - lineCut)
                {
                    faults.Add($"line {line[1]} of {claim![1]}");
                }

                (line, lineCut) = (segment[0] == "SVC" ? segment : null, 0m);
            }

            if (segment[0] is "CLP" or "PLB" or "SE")
            {
                if (claim is not null && (Money(claim[4]) != Money(claim[3]) - claimCut || (claim[2] != "22" && Money(claim[5]) != patient)))
                {
                    faults.Add(claim[1]);
                }

                (claim, claimCut, patient) = (segment[0] == "CLP" ? segment : null, 0m, 0m);
            }

            if (segment[0] == "CAS")
            {
                var cut = Enumerable.Range(0, (segment.Length + 1) / 3).Where(i => 3 + (3 * i) < segment.Length).Sum(i => Money(segment[3 + (3 * i)]));
                (claimCut, lineCut, patient) = (claimCut + cut, lineCut + cut, patient + (segment[1] == "PR" ? cut : 0m));
            }

            if (segment[0] == "SE" && segment[1] != inTransaction.ToString(CultureInfo.InvariantCulture))
            {
                faults.Add("SE " + segment[2]);
            }
        }

        return faults;
    }

    private static decimal Money(string text) => text.Length == 0 ? 0m : decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture);
}
