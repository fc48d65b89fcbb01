using System.Text;

namespace DenialDesk.X12.Tests.Acknowledgment;

/// <summary>Transactions and claims that 999s, 997s and TA1s call rejected, counted by splitting text; shares nothing with the reader.</summary>
internal sealed class SplitAcknowledgment
{
    public int Accepted { get; private set; }

    public int Rejected { get; private set; }

    public List<string> RejectedSets { get; } = [];

    public List<string> RejectedClaims { get; } = [];

    public List<string> RejectedInterchanges { get; } = [];

    public static SplitAcknowledgment Of(byte[] bytes)
    {
        var text = Encoding.Latin1.GetString(bytes);
        text = text[text.IndexOf("ISA", StringComparison.Ordinal)..];
        var element = text[3];
        var at = -1;
        for (var i = 0; i < 16; i++)
        {
            at = text.IndexOf(element, at + 1);
        }

        var found = new SplitAcknowledgment();
        var (inside, set, sets, claims) = (false, (string?)null, 0, new List<string>());
        foreach (var e in text.Split(text[at + 2]).Select(s => s.Trim().Split(element)))
        {
            string E(int i) => i < e.Length ? e[i].Trim() : "";
            switch (e[0])
            {
                case "TA1" when E(4) == "R":
                    found.RejectedInterchanges.Add(E(1));
                    break;
                case "ST":
                    (inside, set, sets) = (E(1) is "999" or "997", null, 0);
                    break;
                case "AK1" when inside:
                    sets = 0;
                    break;
                case "AK2" when inside:
                    (set, sets) = (E(2), sets + 1);
                    claims.Clear();
                    break;
                case "CTX" when inside && E(1).StartsWith("CLM01", StringComparison.Ordinal):
                    claims.Add(E(1)[6..]);
                    break;
                case "IK5" or "AK5" when inside && set is not null:
                    found.Accepted += E(1) is "A" or "E" ? 1 : 0;
                    if (E(1) is "R" or "M" or "W" or "X")
                    {
                        found.Rejected++;
                        found.RejectedSets.Add(set);
                        found.RejectedClaims.AddRange(claims.Distinct());
                    }

                    set = null;
                    break;
                case "AK9" when inside:
                    if (sets == 0 && E(4).Length > 0)
                    {
                        found.Accepted += int.Parse(E(4), null);
                        found.Rejected += int.Parse(E(3), null) - int.Parse(E(4), null);
                    }

                    sets = 0;
                    break;
            }
        }

        return found;
    }
}
