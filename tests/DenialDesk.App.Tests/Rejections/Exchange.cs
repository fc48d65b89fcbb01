using System.Globalization;
using System.Text;

namespace DenialDesk.App.Tests.Rejections;

/// <summary>Writes small answers (277CA, 999, TA1) to the 837s of TwoWays.</summary>
internal static class Exchange
{
    /// <summary>A 277CA about some claims: (account, STC01, action), from the clearinghouse or the payer.</summary>
    public static byte[] Status(string day, int number, bool payer, string npi, params (string Account, string Status, string Action)[] claims)
    {
        var set = new List<string>
        {
            "ST*277*0001*005010X214", $"BHT*0085*08*S{number}*{day}*0730*TH", "HL*1**20*1",
            payer ? "NM1*PR*2*BLUE CROSS BLUE SHIELD OF TEXAS*****PI*84980" : "NM1*AY*2*PECAN CLEARINGHOUSE*****46*PECANCLEAR",
            $"TRN*1*T{number}", $"DTP*050*D8*{day}", $"DTP*009*D8*{day}", "HL*2*1*21*1", "NM1*41*2*CEDAR BEND MEDICAL GROUP PLLC*****46*CEDARBEND", $"TRN*2*X{number}",
            $"STC*A1:19:PR*{day}*WQ*100", "HL*3*2*19*1", $"NM1*85*2*CEDAR BEND MEDICAL GROUP PLLC*****XX*{npi}",
        };
        var level = 3;
        foreach (var (account, status, action) in claims)
        {
            set.AddRange([$"HL*{++level}*3*PT", "NM1*QC*1*CALLOWAY*NORA****MI*XZB111222333", $"TRN*2*{account}", $"STC*{status}*{day}*{action}*283", $"REF*1K*ICN{account}", "DTP*472*D8*20260601"]);
        }

        return Envelope("HN", "005010X214", day, number, "PECANCLEAR", "CEDARBEND", set);
    }

    /// <summary>A 999 about transaction 0001 of a group, "A" or "R"; a refusal names one claim.</summary>
    public static byte[] Form(string day, int number, int group, string result, string named = "", string from = "PECANCLEAR", string to = "CEDARBEND")
    {
        var set = new List<string> { "ST*999*0001*005010X231A1", $"AK1*HC*{group}*005010X222A1", "AK2*837*0001*005010X222A1" };
        if (named.Length > 0) { set.AddRange(["IK3*SV1*27*2400*8", $"CTX*CLM01:{named}", "IK4*2*782*1"]); }

        set.AddRange([result == "R" ? "IK5*R*5" : $"IK5*{result}", result == "R" ? "AK9*R*1*1*0" : $"AK9*{result}*1*1*1"]);
        return Envelope("FA", "005010X231A1", day, number, from, to, set);
    }

    /// <summary>A TA1 about an interchange sent on a day.</summary>
    public static byte[] Interchange(string sentOn, int number, int interchange, string result)
        => Bytes([Isa(sentOn, number, "PECANCLEAR", "CEDARBEND"), $"TA1*{interchange:D9}*{sentOn[2..]}*0615*{result}*{(result == "A" ? "000" : "024")}", $"IEA*0*{number:D9}"]);

    private static byte[] Envelope(string kind, string version, string day, int number, string from, string to, List<string> set) => Bytes([
        Isa(day, number, from, to), $"GS*{kind}*{from}*{to}*{day}*0615*{number}*X*{version}", .. set, $"SE*{set.Count + 1}*0001", $"GE*1*{number}", $"IEA*1*{number:D9}"]);

    private static string Isa(string day, int number, string from, string to)
        => string.Create(CultureInfo.InvariantCulture, $"ISA*00*          *00*          *ZZ*{from,-15}*ZZ*{to,-15}*{day[2..]}*0615*^*00501*{number:D9}*0*P*:");

    private static byte[] Bytes(string[] segments) => Encoding.Latin1.GetBytes(string.Concat(segments.Select(s => s + "~\n")));
}
