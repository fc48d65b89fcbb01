using System.Globalization;
using System.Text;
using DenialDesk.App.Appeals;
using DenialDesk.App.Data;
using DenialDesk.App.Denials;
using DenialDesk.App.Intake;
using DenialDesk.App.People;

namespace DenialDesk.App.Tests.Denials;

/// <summary>Outcomes that the payer's own answers write.</summary>
public sealed class PayerTurnTests(Cluster cluster) : DeskFixture(cluster)
{
    private const int Orders = 200;
    private const int Answers = 30;

    [Fact]
    public async Task A_payment_of_the_denied_line_recovers_it_and_names_its_proof()
    {
        await PostAsync("d", (0, ["CLP*A1*1*300*100**12*I1~" + Line("99213", 100, 100, "L1") + Line("97110", 200, 0, "L2", "CO*197*200")]));
        await PostAsync("p", (9, ["CLP*A1*1*300*250**12*I1~" + Line("99213", 100, 100, "L1") + Line("97110", 200, 150, "L2", "CO*45*50")]));

        Assert.Equal("closed_recovered recovered 150.00", await EndingAsync());
        Assert.Contains("line 2", (string)(await ScalarAsync("select reason from denial_step where step = 'recovered'"))!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_payment_of_another_part_of_a_split_claim_says_nothing_about_the_denied_part()
    {
        await PostAsync("d", (0, ["CLP*A1*1*200*0**12*I1~" + Line("97110", 200, 0, "L2", "CO*197*200")]));
        await PostAsync("p", (9, ["CLP*A1*1*100*80**12*I2~" + Line("99213", 100, 80, "L1", "CO*45*20")]));

        Assert.Equal("new  0.00", await EndingAsync());
    }

    [Fact]
    public async Task A_payment_taken_back_opens_the_denial_again()
    {
        await PostAsync("d", (0, ["CLP*A1*1*200*0**12*I1~" + Line("97110", 200, 0, "L2", "CO*197*200")]));
        await PostAsync("p", (9, ["CLP*A1*1*200*150**12*I2~" + Line("97110", 200, 150, "L2", "CO*45*50")]));
        Assert.Equal("closed_recovered recovered 150.00", await EndingAsync());

        await PostAsync("r", (60, ["CLP*A1*22*-200*-150**12*I2~" + Line("97110", -200, -150, "L2", "CO*45*-50")]));

        Assert.Equal("new  0.00", await EndingAsync());
    }

    [Theory]
    [InlineData("draft", "withdrawn")]
    [InlineData("sent", "partial")]
    public async Task An_open_appeal_ends_by_itself_when_the_payer_pays_and_is_open_again_when_the_payment_is_taken_back(string status, string ends)
    {
        await PostAsync("d", (0, ["CLP*A1*1*200*0**12*I1~" + Line("97110", 200, 0, "L2", "CO*197*200")]));
        var (practice, denial) = ((int)(await ScalarAsync("select practice_id from denial"))!, (long)(await ScalarAsync("select denial_id from denial"))!);
        var opened = await Get<OpenAppeal>().Run(new() { CommandId = Guid.NewGuid(), PracticeId = practice, DenialIds = [denial], Department = "Coding", Step = "Code out of date" }, Actor.Desk, TestContext.Current.CancellationToken);
        await ScalarAsync("update appeal set status = $2, sent_on = case when $2 = 'sent' then opened_on end where appeal_id = $1", opened.AppealId, status);

        await PostAsync("p", (9, ["CLP*A1*1*200*150**12*I2~" + Line("97110", 200, 150, "L2", "CO*45*50")]));
        var paid = await ScalarAsync("select status || ' ' || is_open || ' ' || coalesce(granted, 0) from appeal");
        await PostAsync("r", (60, ["CLP*A1*22*-200*-150**12*I2~" + Line("97110", -200, -150, "L2", "CO*45*-50")]));

        Assert.Equal(ends == "partial" ? "partial false 150.00" : "withdrawn false 0", paid);
        Assert.Equal($"{status} true", await ScalarAsync("select status || ' ' || is_open from appeal where granted is null and decided_on is null"));
        Assert.Equal("paid paid_back", await ScalarAsync("select string_agg(event, ' ' order by event_id) from appeal_event where event like 'paid%'"));
        Assert.Equal(2L, await ScalarAsync("select count(*) from journal where subject_kind = 'appeal' and action in ('appeal.paid', 'appeal.paid_back')"));
        var found = await new SearchJournal(Get<DeskSource>()).Run(new() { Text = "A1" }, Actor.Desk, TestContext.Current.CancellationToken);
        Assert.Contains(found.Lines, l => l.Action == "appeal.opened");
        Assert.Contains(await new ReadJournal(Get<DeskSource>()).Run(new() { SubjectKind = "denial", SubjectId = $"{denial}" }, Actor.Desk, TestContext.Current.CancellationToken), l => l.Action == "appeal.paid_back");
    }

    [Fact]
    public async Task One_that_expired_with_no_decision_is_recovered_by_a_late_payment_and_opens_again_when_that_is_taken_back()
    {
        await PostAsync("d", (0, ["CLP*A1*1*200*0**12*I1~" + Line("97110", 200, 0, "L2", "CO*197*200")]));
        await ScalarAsync("update denial set state = 'expired', is_open = false, outcome = 'expired', closed_at = now()");

        await PostAsync("p", (9, ["CLP*A1*1*200*150**12*I2~" + Line("97110", 200, 150, "L2", "CO*45*50")]));
        Assert.Equal("closed_recovered recovered 150.00", await EndingAsync());
        await PostAsync("r", (60, ["CLP*A1*22*-200*-150**12*I2~" + Line("97110", -200, -150, "L2", "CO*45*-50")]));

        Assert.Equal("new  0.00", await EndingAsync());
    }

    [Fact]
    public async Task A_remittance_found_late_ends_as_if_it_had_come_in_time()
    {
        await PostAsync("p", (9, ["CLP*A1*1*200*150**12*I2~" + Line("97110", 200, 150, "L2", "CO*45*50")]));
        await PostAsync("d", (0, ["CLP*A1*1*200*0**12*I1~" + Line("97110", 200, 0, "L2", "CO*197*200")]));

        Assert.Equal("closed_recovered recovered 150.00", await EndingAsync());
    }

    [Fact]
    public async Task The_first_answer_is_the_earliest_one_whenever_it_arrives()
    {
        await PostAsync("p", (9, ["CLP*A1*1*200*150**12*I2~" + Line("97110", 200, 150, "L2", "CO*45*50")]));
        Assert.Equal(1L, await ScalarAsync("select count(*) from adjudication where is_first_primary and kind = 'paid'"));

        await PostAsync("d", (0, ["CLP*A1*1*200*0**12*I1~" + Line("97110", 200, 0, "L2", "CO*197*200")]));

        Assert.Equal("denied", await ScalarAsync("select string_agg(kind, ' ') from adjudication where is_first_primary"));
    }

    [Fact]
    public async Task A_clock_that_runs_from_the_first_denial_moves_when_an_earlier_denial_arrives_late()
    {
        await PostAsync("later", (30, ["CLP*A1*1*440*0**12*I2~" + Line("97110", 200, 0, "L2", "CO*197*200") + Line("99214", 240, 0, "L1", "CO*197*240")]));
        var late = (DateOnly)(await ScalarAsync("select due_on from denial"))!;

        await PostAsync("first", (0, ["CLP*A1*1*200*0**12*I1~" + Line("97110", 200, 0, "L2", "CO*197*200")]));

        var open = (string)(await ScalarAsync("select string_agg(due_on::text, ' ') from denial where is_open"))!;
        Assert.Equal(late.AddDays(-30).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), open);
        Assert.Equal(1L, await ScalarAsync("select count(*) from journal where action = 'denial.deadline_moved'"));
    }

    [Fact]
    public async Task What_a_person_closed_is_left_to_them()
    {
        await PostAsync("d", (0, ["CLP*A1*1*200*0**12*I1~" + Line("97110", 200, 0, "L2", "CO*197*200")]));
        await ScalarAsync("update denial set state = 'written_off', is_open = false, outcome = 'write_off', closed_at = now() returning 1");

        await PostAsync("p", (9, ["CLP*A1*1*200*150**12*I2~" + Line("97110", 200, 150, "L2", "CO*45*50")]));

        Assert.Equal("written_off write_off 0.00", await EndingAsync());
        Assert.Equal("recovered", await ScalarAsync("select turn from denial_story"));
    }

    [Fact]
    public async Task A_recovery_that_a_person_undid_counts_whole_when_the_payer_pays_anew()
    {
        await PostAsync("d", (0, ["CLP*A1*1*200*0**12*I1~" + Line("97110", 200, 0, "L2", "CO*197*200")]));
        await PostAsync("p", (9, ["CLP*A1*1*200*150**12*I2~" + Line("97110", 200, 150, "L2", "CO*45*50")]));
        await UndoAsync();
        Assert.Equal("new  0.00", await EndingAsync());

        await PostAsync("c", (60, ["CLP*A1*22*-200*-150**12*I2~" + Line("97110", -200, -150, "L2", "CO*45*-50"), "CLP*A1*1*200*180**12*I3~" + Line("97110", 200, 180, "L2", "CO*45*20")]));

        Assert.Equal("closed_recovered recovered 180.00", await EndingAsync());
        Assert.Equal(180m, await ScalarAsync("select amount from denial_step order by step_id desc limit 1"));
        await PostAsync("r", (90, ["CLP*A1*22*-200*-180**12*I3~" + Line("97110", -200, -180, "L2", "CO*45*-20")]));
        Assert.Equal("new  0.00", await EndingAsync());
    }

    [Fact]
    public async Task Money_that_a_person_wrote_down_is_not_counted_again_when_its_remittance_comes()
    {
        await PostAsync("d", (0, ["CLP*A1*1*200*0**12*I1~" + Line("97110", 200, 0, "L2", "CO*197*200")]));
        await ScalarAsync("update denial set recovered_amount = 150");

        await PostAsync("p", (9, ["CLP*A1*1*200*150**12*I2~" + Line("97110", 200, 150, "L2", "CO*45*50")]));

        Assert.Equal("closed_recovered recovered 150.00", await EndingAsync());
    }

    /// <summary>
    /// One history of thirty answers (denials, payments, reversals, split parts) for two hundred claims at once; each claim gets its answers in an
    /// order of its own, answer by answer in thirty files. Every claim must end like the first, whose answers come in their true order.
    /// </summary>
    [Fact]
    public async Task Two_hundred_orders_of_thirty_answers_end_in_the_same_state()
    {
        var chance = new Random(20260105);
        var history = History(chance);
        var orders = Enumerable.Range(0, Orders).Select(i => i == 0 ? [.. Enumerable.Range(0, Answers)] : Shuffled(chance)).ToArray();
        for (var file = 0; file < Answers; file++)
        {
            var days = Enumerable.Range(0, Orders).GroupBy(claim => orders[claim][file]).OrderBy(g => g.Key);
            await PostAsync($"f{file}", [.. days.Select(day => (day.Key * 4, day.Select(claim => history[day.Key].Replace("#", $"{claim:000}", StringComparison.Ordinal)).ToArray()))]);
        }

        var endings = (string)(await ScalarAsync(
            """
            select string_agg(distinct ending, E'\n') from (
              select d.patient_control_number, string_agg(concat_ws(' ', d.denied_on, substr(d.payer_claim_number, 5), d.state, d.outcome, d.denied_amount, d.recovered_amount,
                  case when d.is_open then d.due_on end, (select a.is_first_primary from adjudication a where a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id)), '; '
                order by d.denied_on, d.payer_claim_number) as ending
              from denial d group by 1) x
            """))!;

        Assert.Equal((long)Orders, await ScalarAsync("select count(distinct patient_control_number) from denial"));
        Assert.Single(endings.Split('\n'));
        Assert.Contains("recovered", endings, StringComparison.Ordinal);
        Assert.Contains("denied_again", endings, StringComparison.Ordinal);
    }

    private async Task UndoAsync()
    {
        var (practice, denial, version) = ((int)(await ScalarAsync("select practice_id from denial"))!, (long)(await ScalarAsync("select denial_id from denial"))!, (int)(await ScalarAsync("select version from denial"))!);
        var undone = await Get<UndoLastStep>().Run(new() { CommandId = Guid.NewGuid(), PracticeId = practice, DenialId = denial, Version = version }, Actor.Desk, TestContext.Current.CancellationToken);
        Assert.True(undone.Done, undone.Refusal?.Sentence);
    }

    private async Task<string> EndingAsync()
        => (string)(await ScalarAsync("select concat(state, ' ', outcome, ' ', recovered_amount) from denial where denied_amount > 0"))!;

    /// <summary>Thirty answers in their true order: two parts of one claim, each denied, paid or taken back in turn.</summary>
    private static string[] History(Random chance)
    {
        var told = new List<string>();
        var standing = new string?[2];
        while (told.Count < Answers)
        {
            var part = chance.Next(2);
            var (code, charge) = part == 0 ? ("97110", 200) : ("99214", 240);
            if (standing[part] is { } before && chance.Next(3) > 0)
            {
                told.Add(before);
                standing[part] = null;
                continue;
            }

            var number = $"I#{part}{told.Count:00}";
            var paid = chance.Next(3) == 0 ? charge - 50 - chance.Next(40) : 0;
            var (reason, amount) = paid > 0 ? ("CO*45", charge - paid) : ("CO*197", charge);
            told.Add($"CLP*P#*1*{charge}*{paid}**12*{number}~" + Line(code, charge, paid, $"L{part}", $"{reason}*{amount}"));
            standing[part] = $"CLP*P#*22*{-charge}*{-paid}**12*{number}~" + Line(code, -charge, -paid, $"L{part}", $"{reason}*{-amount}");
        }

        return [.. told];
    }

    private static int[] Shuffled(Random chance)
    {
        var order = Enumerable.Range(0, Answers).ToArray();
        chance.Shuffle(order);
        return order;
    }

    private static string Line(string code, int charge, int paid, string control, string? adjustment = null)
        => $"SVC*HC:{code}*{charge}*{paid}**1~DTM*472*20251215~{(adjustment is null ? "" : $"CAS*{adjustment}~")}REF*6R*{control}~";

    private async Task PostAsync(string name, params (int Day, string[] Claims)[] days)
    {
        var text = new StringBuilder("ISA*00*          *00*          *ZZ*PAYER          *ZZ*CEDARBEND      *260105*0615*^*00501*000000001*0*P*:~GS*HP*PAYER*CEDARBEND*20260105*0615*1*X*005010X221A1~");
        foreach (var ((day, claims), i) in days.Select((d, i) => (d, i)))
        {
            var date = new DateOnly(2026, 1, 5).AddDays(day).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
            var body = string.Concat(claims.Select(c => c.Insert(c.IndexOf('~', StringComparison.Ordinal) + 1, "NM1*QC*1*HOLLOWAY*IDA****MI*M" + c.Split('*')[1] + "~")));
            var paid = claims.Sum(c => decimal.Parse(c.Split('*')[4], CultureInfo.InvariantCulture));
            var transaction = $"ST*835*{i + 1:0000}~BPR*I*{paid}*C*ACH*CCP*01*999999992*DA*0*1990000901**01*999999992*DA*0*{date}~TRN*1*{name}{i}*1990000901~DTM*405*{date}~N1*PR*OAK PAYER*XV*77001~N1*PE*CEDAR BEND MEDICAL GROUP PLLC*XX*2999004173~LX*1~{body}";
            text.Append(transaction).Append(CultureInfo.InvariantCulture, $"SE*{transaction.Count(c => c == '~') + 1}*{i + 1:0000}~");
        }

        text.Append(CultureInfo.InvariantCulture, $"GE*{days.Length}*1~IEA*1*000000001~");
        var report = await this.ImportAsync(name + ".835", Encoding.Latin1.GetBytes(text.ToString()));
        Assert.Equal(FileState.Posted, report.State);
    }
}
