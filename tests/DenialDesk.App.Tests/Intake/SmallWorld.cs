// Reason for length: every way a payer answers a claim, written down once with what has to be open at its end.
using System.Globalization;
using System.Text;

namespace DenialDesk.App.Tests.Intake;

/// <summary>A denial that has to be open at the end of a world's files, known without asking the desk.</summary>
internal sealed record Expected(string Npi, string Account, string Payer, DateOnly On, decimal Amount, DateOnly? Due = null);

/// <summary>One file of a world; <paramref name="Rank"/> orders files as they would come in life.</summary>
internal sealed record WorldFile(string Name, byte[] Content, int Rank);

/// <summary>
/// A small, made-up world of two practices, two payers and a supplement: claims sent (837), accepted or refused (277CA), answered (835) in every way the desk knows,
/// with cents that do not come out even. The same seed makes the same world. Beside the files it keeps what must be open afterwards, added up while writing and never asked of the desk.
/// </summary>
internal sealed class SmallWorld
{
    private const int Longest = 12;
    private const int Stories = 22;
    private static readonly DateOnly _start = new(2026, 2, 2);
    private static readonly string[] _practices = ["2999004173", "2999007770"];
    private static readonly string[] _patients = ["CALLOWAY", "HOLLOWAY", "MBEKI", "OKAFOR", "RIVERA", "SATO"];
    private static readonly (string Name, string Number)[] _payers =
        [("BLUE CROSS BLUE SHIELD OF TEXAS", "1741234567"), ("OAK PAYER", "1990000901"), ("ELM SUPPLEMENT", "1990000902")];

    private readonly Random _chance;
    private readonly List<Answer> _answers = [];
    private readonly List<(string Npi, DateOnly Day, string Segments)> _sent = [];
    private readonly List<(string Npi, DateOnly Day, string Segments)> _told = [];
    private readonly List<string> _remittances = [];
    private int _number;

    private sealed record Answer(string Npi, int Payer, DateOnly Day, string Segments, decimal Paid, string Recouped = "", decimal Taken = 0m);

    private sealed record Line(string Code, string Control, decimal Charge);

    private sealed record Sample(string Npi, string Account, string Patient, int Payer, DateOnly Sent, Line[] Lines)
    {
        public decimal Charge => Lines.Sum(l => l.Charge);
    }

    public SmallWorld(int seed, int claims)
    {
        _chance = new(seed);
        for (var i = 0; i < claims; i++) { Tell(i); }

        WriteSubmissions();
        WriteStatus();
        WriteRemittances();
    }

    /// <summary>Every file, as they would come in life.</summary>
    public List<WorldFile> Files { get; } = [];

    /// <summary>All remittances of the world, in another order, in one file.</summary>
    public byte[] AllInOne()
    {
        var sets = _remittances.ToArray();
        _chance.Shuffle(sets);
        return Interchange("HP", "005010X221A1", _start, sets);
    }

    /// <summary>What has to be open in the end.</summary>
    public List<Expected> Open { get; } = [];

    /// <summary>Charges, payments and adjustments of every answer, added up while they were written.</summary>
    public decimal Charged { get; private set; }

    public decimal Paid { get; private set; }

    public decimal Adjusted { get; private set; }

    /// <summary>Answers written, each to be here once.</summary>
    public int Answered => _answers.Count;

    /// <summary>Claims accepted by their payers and refused by the clearinghouse.</summary>
    public int Refused { get; private set; }

    private decimal Cents(int from, int to) => _chance.Next(from * 100, to * 100) / 100m;

    private void Tell(int i)
    {
        // Both practices count from one: the same account number is another claim in the other practice.
        var (npi, number) = (_practices[i % 2], i / 2 + 1);
        var sent = _start.AddDays(7 * _chance.Next(0, 4));
        var claim = new Sample(npi, $"CB{number:000}", _patients[_chance.Next(_patients.Length)], _chance.Next(2), sent,
            [new("97110", $"{number:000}{npi[^2..]}L1", Cents(20, 400)), new("99214", $"{number:000}{npi[^2..]}L2", Cents(20, 400))]);
        var resent = _chance.Next(5) == 0;
        Send(claim, sent, "1", "");
        if (resent)
        {
            State(claim, sent.AddDays(1), "A3:21", "U");
            Send(claim, sent.AddDays(3), "1", "");
            Refused++;
        }

        if (_chance.Next(2) == 0) { State(claim, sent.AddDays(4), "A2:20", "WQ"); }

        Story(claim, i, sent.AddDays(7 * _chance.Next(2, Longest)));
    }

    private void Story(Sample c, int i, DateOnly first)
    {
        var (a, b) = (c.Lines[0], c.Lines[1]);
        var (number, then, last) = ($"I{i:000}A", first.AddDays(7 * _chance.Next(1, 5)), first.AddDays(7 * _chance.Next(6, 10)));
        // Every story once, then any.
        switch (i < Stories ? i : _chance.Next(Stories))
        {
            case 0: // Paid.
                Say(c, first, number, PaidLine(a), PaidLine(b));
                break;
            case 1: // Refused whole.
                Say(c, first, number, Refuse(a, "CO*197"), Refuse(b, "CO*197"));
                Opens(c, first, c.Charge, first);
                break;
            case 2: // One line refused.
                Say(c, first, number, PaidLine(a), Refuse(b, "CO*197"));
                Opens(c, first, b.Charge, first);
                break;
            case 3: // A contract cannot cut a whole charge: somebody has to look.
                Say(c, first, number, Refuse(a, "CO*45"), Refuse(b, "CO*45"));
                Opens(c, first, c.Charge);
                break;
            case 4: // All of it is the patient's.
                Say(c, first, number, Refuse(a, "PR*1"), Refuse(b, "PR*1"));
                break;
            case 5: // Refused, then paid.
                Say(c, first, number, Refuse(a, "CO*197"), Refuse(b, "CO*197"));
                Say(c, then, number + "2", PaidLine(a), PaidLine(b));
                break;
            case 6: // Refused, and refused again: the first day counts.
                Say(c, first, number, Refuse(a, "CO*197"), Refuse(b, "CO*197"));
                Say(c, then, number + "2", Refuse(a, "CO*197"), Refuse(b, "CO*197"));
                Opens(c, then, c.Charge, first);
                break;
            case 7: // Paid, taken back, and refused beside it.
                Say(c, first, number, PaidLine(a), PaidLine(b));
                TakeBack(c, then, number, _answers[^1]);
                Say(c, then, number, Refuse(a, "CO*197"), Refuse(b, "CO*197"));
                Opens(c, then, c.Charge, then);
                break;
            case 8: // Paid and taken back.
                Say(c, first, number, PaidLine(a), PaidLine(b));
                TakeBack(c, then, number, _answers[^1]);
                break;
            case 9: // Refused, taken back and paid beside it.
                Say(c, first, number, Refuse(a, "CO*16", "N290"), Refuse(b, "CO*16", "N290"));
                TakeBack(c, then, number, _answers[^1]);
                Say(c, then, number + "2", PaidLine(a), PaidLine(b));
                break;
            case 10: // Refused, paid, and the payment taken back: open again.
                Say(c, first, number, PaidLine(a), Refuse(b, "CO*197"));
                Say(c, then, number + "2", PaidLine(a), PaidLine(b));
                TakeBack(c, last, number + "2", _answers[^1]);
                Opens(c, first, b.Charge, first);
                break;
            case 11: // The next payer has nothing to refuse.
                Say(c, first, number, PaidLine(a), PaidLine(b));
                SaySecond(c, then, number, refuses: false);
                break;
            case 12: // The next payer refuses what the first one left.
                Say(c, first, number, PaidLine(a), PaidLine(b));
                SaySecond(c, then, number, refuses: true);
                break;
            case 13: // Paid and passed on.
                Say(c, first, number, "19", PaidLine(a), PaidLine(b));
                break;
            case 14: // Refused, appealed, upheld.
                Say(c, first, number, Refuse(a, "CO*50"), Refuse(b, "CO*50"));
                Say(c, then, number + "2", Refuse(a, "CO*193"), Refuse(b, "CO*193"));
                Opens(c, then, c.Charge, first);
                break;
            case 15: // Corrected: the replacement is paid, the original taken back.
                Say(c, first, number, PaidLine(a), Refuse(b, "CO*16", "N290"));
                var denied = _answers[^1];
                Send(c, then, "7", number);
                TakeBack(c, last, number, denied);
                Say(c, last, number + "2", PaidLine(a), PaidLine(b));
                break;
            case 16: // Voided.
                Say(c, first, number, PaidLine(a), PaidLine(b));
                var paid = _answers[^1];
                Send(c, then, "8", number);
                TakeBack(c, last, number, paid);
                break;
            case 17: // Both lines refused, one of them paid later.
                Say(c, first, number, Refuse(a, "CO*197"), Refuse(b, "CO*197"));
                Say(c, then, number + "2", PaidLine(a), Refuse(b, "CO*197"));
                Opens(c, then, b.Charge, first);
                break;
            case 18: // Split: one part refused, the other one paid.
                Say(c, first, number, Refuse(a, "CO*197"));
                Say(c, then, number + "2", PaidLine(b));
                Opens(c, first, a.Charge, first);
                break;
            case 19: // Refused, upheld, upheld at the next level.
                Say(c, first, number, Refuse(a, "CO*50"), Refuse(b, "CO*197"));
                Say(c, then, number + "2", Refuse(a, "CO*193"), Refuse(b, "CO*193"));
                Say(c, last, number + "3", Refuse(a, "CO*286"), Refuse(b, "CO*193"));
                Opens(c, last, c.Charge, first);
                break;
            case 20: // Two visits under one number: what is upheld is the one visit's reason, though the other was refused since.
                var visit = c with { Sent = c.Sent.AddDays(-40), Lines = [new("99213", number + "V", Cents(20, 400))] };
                Say(visit, first, number + "V", Refuse(visit.Lines[0], "CO*50"));
                Say(c, then, number, Refuse(a, "CO*197"), Refuse(b, "CO*197"));
                Say(visit, last, number + "V2", Refuse(visit.Lines[0], "CO*193"));
                Opens(c, then, c.Charge, then);
                Opens(visit, last, visit.Charge, first);
                break;
            default: // Paid, and recouped through the payment of another day.
                Say(c, first, number, PaidLine(a), PaidLine(b));
                _answers.Add(new(c.Npi, c.Payer, then, "", 0m, number, Cents(1, 20)));
                break;
        }
    }

    /// <summary>A denial for a missing authorization by a payer nobody knows dies thirty days after it was first told, on the workday before when that is none.</summary>
    private void Opens(Sample c, DateOnly on, decimal amount, DateOnly? counted = null, int? payer = null)
        => Open.Add(new(c.Npi, c.Account, _payers[payer ?? c.Payer].Name, on, amount, c.Payer == 1 && payer is null && counted is { } day ? WorkdayBefore(day.AddDays(30)) : null));

    private static DateOnly WorkdayBefore(DateOnly day)
    {
        DateOnly[] holidays = [new(2026, 2, 16), new(2026, 5, 25), new(2026, 6, 19), new(2026, 7, 3)];
        while (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || holidays.Contains(day)) { day = day.AddDays(-1); }

        return day;
    }

    private (Line Line, decimal Paid, string Adjustments) PaidLine(Line line)
    {
        var (cut, share) = (Math.Round(line.Charge * _chance.Next(5, 40) / 100m, 2), _chance.Next(2) == 0 ? Cents(1, 10) : 0m);
        return (line, line.Charge - cut - share, $"CAS*CO*45*{Money(cut)}~{(share > 0m ? $"CAS*PR*3*{Money(share)}~" : "")}");
    }

    private static (Line Line, decimal Paid, string Adjustments) Refuse(Line line, string reason, string remark = "")
        => (line, 0m, $"CAS*{reason}*{Money(line.Charge)}~{(remark.Length > 0 ? $"LQ*HE*{remark}~" : "")}");

    private void Say(Sample c, DateOnly on, string number, params (Line Line, decimal Paid, string Adjustments)[] lines) => Say(c, on, number, "1", lines);

    private void Say(Sample c, DateOnly on, string number, string status, params (Line Line, decimal Paid, string Adjustments)[] lines)
    {
        var (charge, paid) = (lines.Sum(l => l.Line.Charge), lines.Sum(l => l.Paid));
        var text = new StringBuilder($"CLP*{c.Account}*{status}*{Money(charge)}*{Money(paid)}**12*{number}*11*1~NM1*QC*1*{c.Patient}*IDA****MI*M{c.Patient[..3]}~");
        if (status == "19") { text.Append("NM1*TT*2*ELM SUPPLEMENT*****PI*1990000902~"); }

        foreach (var (line, linePaid, adjustments) in lines)
        {
            // The remark stands behind the line's control number, as the guide has it.
            var remark = adjustments.IndexOf("LQ*", StringComparison.Ordinal) is var at and >= 0 ? adjustments[at..] : "";
            text.Append(CultureInfo.InvariantCulture, $"SVC*HC:{line.Code}*{Money(line.Charge)}*{Money(linePaid)}**1~DTM*472*{Day(c.Sent.AddDays(-5))}~{adjustments[..^remark.Length]}REF*6R*{line.Control}~{remark}");
        }

        Add(new(c.Npi, c.Payer, on, text.ToString(), paid), charge);
    }

    private void SaySecond(Sample c, DateOnly on, string number, bool refuses)
    {
        var text = new StringBuilder();
        var (paid, open) = (0m, 0m);
        foreach (var line in c.Lines)
        {
            var before = Math.Round(line.Charge * 0.61m, 2);
            var left = line.Charge - before;
            paid += refuses ? 0m : left;
            open += refuses ? left : 0m;
            text.Append(CultureInfo.InvariantCulture, $"SVC*HC:{line.Code}*{Money(line.Charge)}*{Money(refuses ? 0m : left)}**1~DTM*472*{Day(c.Sent.AddDays(-5))}~CAS*OA*23*{Money(before)}~{(refuses ? $"CAS*CO*197*{Money(left)}~" : "")}REF*6R*{line.Control}~");
        }

        Add(new(c.Npi, 2, on, $"CLP*{c.Account}*2*{Money(c.Charge)}*{Money(paid)}**12*S{number}*11*1~NM1*QC*1*{c.Patient}*IDA****MI*M{c.Patient[..3]}~{text}", paid), c.Charge);
        if (open > 0m) { Opens(c, on, open, payer: 2); }
    }

    private void Add(Answer answer, decimal charge)
    {
        _answers.Add(answer);
        (Charged, Paid, Adjusted) = (Charged + charge, Paid + answer.Paid, Adjusted + charge - answer.Paid);
    }

    /// <summary>The same claim with every amount turned around, as status 22.</summary>
    private void TakeBack(Sample c, DateOnly on, string number, Answer earlier)
    {
        var segments = earlier.Segments.Split('~', StringSplitOptions.RemoveEmptyEntries).Where(s => !s.StartsWith("LQ*", StringComparison.Ordinal)).Select(segment =>
        {
            var parts = segment.Split('*');
            int[] amounts = parts[0] switch { "CLP" => [3, 4], "SVC" => [2, 3], "CAS" => [3], _ => [] };
            foreach (var i in amounts) { parts[i] = Money(-decimal.Parse(parts[i], CultureInfo.InvariantCulture)); }

            if (parts[0] == "CLP") { (parts[2], parts[7]) = ("22", number); }

            return string.Join('*', parts) + "~";
        });
        var clp = earlier.Segments.Split('*');
        Add(new(c.Npi, c.Payer, on, string.Concat(segments), -earlier.Paid), -decimal.Parse(clp[3], CultureInfo.InvariantCulture));
    }

    private void Send(Sample c, DateOnly on, string frequency, string number)
    {
        var text = new StringBuilder(
            $"SBR*P*18*******BL~NM1*IL*1*{c.Patient}*IDA****MI*M{c.Patient[..3]}~N3*412 PECAN HOLLOW RD~N4*CEDAR BEND*TX*786999901~DMG*D8*19840309*F~NM1*PR*2*{_payers[c.Payer].Name}*****PI*{_payers[c.Payer].Number}~CLM*{c.Account}*{Money(c.Charge)}***11:B:{frequency}*Y*A*Y*Y~");
        if (number.Length > 0) { text.Append(CultureInfo.InvariantCulture, $"REF*F8*{number}~"); }

        text.Append("HI*ABK:E559~");
        foreach (var (i, line) in c.Lines.Index()) { text.Append(CultureInfo.InvariantCulture, $"LX*{i + 1}~SV1*HC:{line.Code}*{Money(line.Charge)}*UN*1***1~DTP*472*D8*{Day(c.Sent.AddDays(-5))}~REF*6R*{line.Control}~"); }

        _sent.Add((c.Npi, on, text.ToString()));
    }

    private void State(Sample c, DateOnly on, string status, string action)
        => _told.Add((c.Npi, on, $"NM1*QC*1*{c.Patient}*IDA****MI*M{c.Patient[..3]}~TRN*2*{c.Account}~STC*{status}*{Day(on)}*{action}*{Money(c.Charge)}~DTP*472*D8*{Day(c.Sent.AddDays(-5))}~"));

    private void WriteSubmissions()
    {
        foreach (var batch in _sent.GroupBy(s => (s.Npi, s.Day)).OrderBy(g => g.Key.Day).ThenBy(g => g.Key.Npi, StringComparer.Ordinal))
        {
            var set = new StringBuilder(
                $"ST*837*0001*005010X222A1~BHT*0019*00*B{++_number}*{Day(batch.Key.Day)}*0615*CH~NM1*41*2*PRACTICE {batch.Key.Npi}*****46*CEDARBEND~PER*IC*BILLING OFFICE*TE*5125550142~NM1*40*2*PECAN CLEARINGHOUSE*****46*PECANCLEAR~HL*1**20*1~NM1*85*2*PRACTICE {batch.Key.Npi}*****XX*{batch.Key.Npi}~N3*100 OLD MILL ST~N4*CEDAR BEND*TX*786999901~");
            foreach (var (i, claim) in batch.Index()) { set.Append(CultureInfo.InvariantCulture, $"HL*{i + 2}*1*22*0~{claim.Segments}"); }

            Files.Add(new($"sent{_number}.837", Interchange("HC", "005010X222A1", batch.Key.Day, set.ToString()), batch.Key.Day.DayNumber * 4));
        }
    }

    private void WriteStatus()
    {
        foreach (var batch in _told.GroupBy(s => (s.Npi, s.Day)).OrderBy(g => g.Key.Day).ThenBy(g => g.Key.Npi, StringComparer.Ordinal))
        {
            var (number, day) = (++_number, Day(batch.Key.Day));
            var set = new StringBuilder(
                $"ST*277*0001*005010X214~BHT*0085*08*S{number}*{day}*0730*TH~HL*1**20*1~NM1*AY*2*PECAN CLEARINGHOUSE*****46*PECANCLEAR~TRN*1*T{number}~DTP*050*D8*{day}~DTP*009*D8*{day}~HL*2*1*21*1~NM1*41*2*PRACTICE {batch.Key.Npi}*****46*CEDARBEND~TRN*2*X{number}~STC*A1:19:PR*{day}*WQ*100~HL*3*2*19*1~NM1*85*2*PRACTICE {batch.Key.Npi}*****XX*{batch.Key.Npi}~");
            foreach (var (i, claim) in batch.Index()) { set.Append(CultureInfo.InvariantCulture, $"HL*{i + 4}*3*PT~{claim.Segments}"); }

            Files.Add(new($"status{number}.277", Interchange("HN", "005010X214", batch.Key.Day, set.ToString()), batch.Key.Day.DayNumber * 4 + 1));
        }
    }

    /// <summary>One payment for each practice, payer and day, mostly two to a file; some come a second time in another envelope.</summary>
    private void WriteRemittances()
    {
        var sets = _answers.GroupBy(a => (a.Npi, a.Payer, a.Day)).OrderBy(g => g.Key.Day).ThenBy(g => g.Key.Npi, StringComparer.Ordinal).ThenBy(g => g.Key.Payer)
            .Select(g => (g.Key.Day, Text: Payment(g.Key.Npi, g.Key.Payer, g.Key.Day, [.. g]))).ToList();
        _answers.RemoveAll(a => a.Segments.Length == 0);
        while (sets.Count > 0)
        {
            var count = Math.Min(sets.Count, _chance.Next(1, 4));
            var (together, day) = (sets.GetRange(0, count), sets[count - 1].Day);
            sets.RemoveRange(0, count);
            Files.Add(new($"paid{++_number}.835", Interchange("HP", "005010X221A1", day, [.. together.Select(s => s.Text)]), day.DayNumber * 4 + 2));
            _remittances.AddRange(together.Select(s => s.Text));
            if (_chance.Next(4) == 0) { Files.Add(new($"again{++_number}.835", Interchange("HP", "005010X221A1", day.AddDays(2), together[0].Text), day.DayNumber * 4 + 9)); }
        }
    }

    private static string Payment(string npi, int payer, DateOnly day, Answer[] answers)
    {
        var (name, number, taken) = (_payers[payer].Name, _payers[payer].Number, answers.Sum(a => a.Taken));
        var paid = answers.Sum(a => a.Paid) - taken;
        var text = new StringBuilder(
            $"ST*835*0001~BPR*I*{Money(paid)}*C*ACH*CCP*01*999999992*DA*0*{number}**01*999999992*DA*0*{Day(day)}~TRN*1*T{npi[^2..]}{payer}{Day(day)}*{number}~DTM*405*{Day(day)}~N1*PR*{name}~N1*PE*PRACTICE {npi}*XX*{npi}~LX*1~");
        foreach (var answer in answers) { text.Append(answer.Segments); }

        foreach (var answer in answers.Where(a => a.Taken > 0m)) { text.Append(CultureInfo.InvariantCulture, $"PLB*{npi}*20261231*WO:{answer.Recouped}*{Money(answer.Taken)}~"); }

        return text.ToString();
    }

    private byte[] Interchange(string kind, string version, DateOnly day, params string[] sets)
    {
        var number = ++_number;
        var text = new StringBuilder(
            $"ISA*00*          *00*          *ZZ*{(kind == "HC" ? "CEDARBEND      *ZZ*PECANCLEAR     " : "PECANCLEAR     *ZZ*CEDARBEND      ")}*{Day(day)[2..]}*0615*^*00501*{number:D9}*0*P*:~GS*{kind}*{(kind == "HC" ? "CEDARBEND*PECANCLEAR" : "PECANCLEAR*CEDARBEND")}*{Day(day)}*0615*{number}*X*{version}~");
        foreach (var (i, set) in sets.Index())
        {
            var head = set[..7];
            text.Append(CultureInfo.InvariantCulture, $"{head}{i + 1:0000}{set[11..]}SE*{set.Count(c => c == '~') + 1}*{i + 1:0000}~");
        }

        return Encoding.Latin1.GetBytes(text.Append(CultureInfo.InvariantCulture, $"GE*{sets.Length}*{number}~IEA*1*{number:D9}~").ToString());
    }

    private static string Day(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Money(decimal amount) => amount.ToString("0.##", CultureInfo.InvariantCulture);
}
