using System.Globalization;
using System.Text;

namespace DenialDesk.App.Tests.Claims;

/// <summary>One claim as it is written into an 837 or an 835 of a test; the defaults agree with each other.</summary>
internal sealed record Told(
    string Account, string Last = "CALLOWAY", string Member = "XZB111222333", string Day = "20260601", decimal Charge = 283m, string PayerNumber = "", string Line = "", string Status = "1", decimal Paid = 200m);

/// <summary>Writes small files of claims sent (837) and of claims answered (835) for one practice and one payer.</summary>
internal static class TwoWays
{
    private const string Practice = "CEDAR BEND MEDICAL GROUP PLLC*XX*2999004173";

    public static byte[] Sent(string day, int number, params Told[] claims)
    {
        var set = new List<string>
        {
            "ST*837*0001*005010X222A1", $"BHT*0019*00*B{number}*{day}*0615*CH", "NM1*41*2*CEDAR BEND MEDICAL GROUP PLLC*****46*CEDARBEND", "PER*IC*BILLING OFFICE*TE*5125550142",
            "NM1*40*2*PECAN CLEARINGHOUSE*****46*PECANCLEAR", "HL*1**20*1", $"NM1*85*2*{Practice.Replace("*XX*", "*****XX*", StringComparison.Ordinal)}",
            "N3*100 OLD MILL ST", "N4*CEDAR BEND*TX*786999901", "REF*EI*990417263",
        };
        var level = 1;
        foreach (var c in claims)
        {
            set.AddRange([
                $"HL*{++level}*1*22*0", "SBR*P*18*******BL", $"NM1*IL*1*{c.Last}*NORA****MI*{c.Member}", "N3*412 PECAN HOLLOW RD", "N4*CEDAR BEND*TX*786999901", "DMG*D8*19840309*F",
                "NM1*PR*2*BLUE CROSS BLUE SHIELD OF TEXAS*****PI*84980", $"CLM*{c.Account}*{Money(c.Charge)}***11:B:1*Y*A*Y*Y"]);
            if (c.PayerNumber.Length > 0) { set.Add($"REF*F8*{c.PayerNumber}"); }

            set.AddRange(["HI*ABK:E559", "LX*1", $"SV1*HC:99213*{Money(c.Charge)}*UN*1***1", $"DTP*472*D8*{c.Day}"]);
            if (c.Line.Length > 0) { set.Add($"REF*6R*{c.Line}"); }
        }

        return Envelope("HC", "005010X222A1", day, number, set);
    }

    /// <summary>
    /// The same file from or to a payer nobody has a rule for: its denials die thirty days after it first said so, on the workday before where that is none. What it refused, it refused for this reason.
    /// </summary>
    public static byte[] Oak(byte[] content, string carc = "197", string name = "OAK PAYER", int end = 1) => Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(content)
        .Replace("BLUE CROSS BLUE SHIELD OF TEXAS", name, StringComparison.Ordinal).Replace("84980", $"7700{end}", StringComparison.Ordinal)
        .Replace("1741234567", $"199000090{end}", StringComparison.Ordinal).Replace("CAS*CO*197", $"CAS*CO*{carc}", StringComparison.Ordinal));

    public static byte[] Answered(string day, int number, params Told[] claims) => AnsweredTo(Practice, day, number, claims);

    public static byte[] AnsweredTo(string practice, string day, int number, params Told[] claims)
    {
        var set = new List<string>
        {
            "ST*835*0001", $"BPR*I*{Money(claims.Sum(c => c.Paid))}*C*ACH*CCP*01*111000025*DA*1*1741234567**01*111000614*DA*2*{day}", $"TRN*1*T{number}*1741234567", $"DTM*405*{day}",
            "N1*PR*BLUE CROSS BLUE SHIELD OF TEXAS", "N3*PO BOX 1", "N4*AUSTIN*TX*78720", "REF*2U*84980", $"N1*PE*{practice}", "LX*1",
        };
        foreach (var c in claims)
        {
            set.AddRange([
                $"CLP*{c.Account}*{c.Status}*{Money(c.Charge)}*{Money(c.Paid)}**12*{(c.PayerNumber.Length > 0 ? c.PayerNumber : $"ICN{number}{c.Account.Length}")}*11*1",
                $"NM1*QC*1*{c.Last}*NORA****MI*{c.Member}", $"DTM*232*{c.Day}", $"DTM*233*{c.Day}", $"SVC*HC:99213*{Money(c.Charge)}*{Money(c.Paid)}**1", $"DTM*472*{c.Day}"]);
            if (c.Charge != c.Paid) { set.Add($"CAS*CO*{(c.Paid == 0m ? 197 : 45)}*{Money(c.Charge - c.Paid)}"); }

            if (c.Line.Length > 0) { set.Add($"REF*6R*{c.Line}"); }
        }

        return Envelope("HP", "005010X221A1", day, number, set);
    }

    private static byte[] Envelope(string kind, string version, string day, int number, List<string> set)
    {
        string[] all =
        [
            $"ISA*00*          *00*          *ZZ*CEDARBEND      *ZZ*CEDARBEND      *{day[2..]}*0615*^*00501*{number:D9}*0*P*:", $"GS*{kind}*CEDARBEND*CEDARBEND*{day}*0615*{number}*X*{version}",
            .. set, $"SE*{set.Count + 1}*0001", $"GE*1*{number}", $"IEA*1*{number:D9}",
        ];
        return Encoding.Latin1.GetBytes(string.Concat(all.Select(s => s + "~\n")));
    }

    private static string Money(decimal amount) => amount.ToString("0.##", CultureInfo.InvariantCulture);
}
