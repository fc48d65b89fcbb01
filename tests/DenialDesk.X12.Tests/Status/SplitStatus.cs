using System.Text;

namespace DenialDesk.X12.Tests.Status;

/// <summary>Claims of 277s and which of them were rejected, counted by splitting text; shares nothing with the reader.</summary>
internal sealed class SplitStatus
{
    private static readonly string[] Rejecting = ["A3", "A6", "A7", "A8", "F5", "DR03", "DR05", "DR06", "DR07"];

    public List<string> Claims { get; } = [];

    public List<string> Rejected { get; } = [];

    public int Statuses { get; private set; }

    public static SplitStatus Of(byte[] bytes)
    {
        var text = Encoding.Latin1.GetString(bytes);
        text = text[text.IndexOf("ISA", StringComparison.Ordinal)..];
        var element = text[3];
        var at = -1;
        for (var i = 0; i < 16; i++)
        {
            at = text.IndexOf(element, at + 1);
        }

        var component = text[at + 1];
        var found = new SplitStatus();
        var (inside, patient, claim, dead, providerDead, receiverDead, level) = (false, false, (string?)null, false, false, false, "");

        void End()
        {
            if (claim is not null)
            {
                found.Claims.Add(claim);
                if (dead || providerDead || receiverDead)
                {
                    found.Rejected.Add(claim);
                }
            }

            (claim, dead) = (null, false);
        }

        foreach (var e in text.Split(text[at + 2]).Select(s => s.Trim().Split(element)))
        {
            string E(int i) => i < e.Length ? e[i].Trim() : "";
            switch (e[0])
            {
                case "ST":
                    inside = E(1) == "277";
                    (patient, providerDead, receiverDead, level) = (false, false, false, "");
                    break;
                case "SE" or "GE" or "IEA":
                    End();
                    inside = false;
                    break;
                case "HL" when inside:
                    End();
                    level = E(3);
                    patient = level is "22" or "23" or "PT";
                    providerDead = level != "19" && level != "20" && level != "21" && providerDead;
                    receiverDead = level != "20" && level != "21" && receiverDead;
                    break;
                case "TRN" when inside && patient:
                    End();
                    claim = E(2);
                    break;
                case "STC" when inside:
                    found.Statuses++;
                    claim = patient ? claim ?? "" : claim;
                    var bad = E(3) == "U" || new[] { E(1), E(10), E(11) }.Any(c => Rejecting.Contains(c.Split(component)[0]));
                    dead |= patient && bad;
                    providerDead |= level == "19" && E(3) != "WQ" && bad;
                    receiverDead |= level == "21" && E(3) != "WQ" && bad;
                    break;
                case "QTY" when inside && level == "21" && E(1) == "90" && E(2) != "0":
                    receiverDead = false;
                    break;
                case "QTY" when inside && level == "19" && E(1) == "QA" && E(2) != "0":
                    providerDead = false;
                    break;
            }
        }

        End();
        return found;
    }
}
