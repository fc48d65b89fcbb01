using System.Globalization;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;

namespace DenialDesk.Domain.Tests.Denials;

public sealed class PathGuardTests
{
    private const string Page = "path-guard.md";
    private static readonly DateOnly Today = new(2026, 3, 2);

    private static readonly (string Column, WorkPath Path)[] Columns =
    [
        ("Correct", WorkPath.CorrectResubmit), ("Appeal", WorkPath.Appeal), ("Next payer", WorkPath.NextPayer), ("Patient", WorkPath.Patient), ("Write off", WorkPath.WriteOff),
    ];

    private static readonly PathFacts Ordinary = new()
    {
        Today = Today,
        Denial = new() { State = DenialState.InWork, DeniedAmount = 100m, BilledAmount = 100m, LeadGroup = "CO", PayerClaimNumber = "1", WorthWorking = true },
    };

    public static TheoryData<string> Cases => RuleTable.Names(Page, "Case");

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_worked_examples_come_out_as_written(string name)
    {
        var row = RuleTable.Row(Page, "Case", name);
        var plain = RuleTable.Row(Page, "Case", "ordinary");

        var advice = PathGuard.Advise(Facts(row["Facts"]));

        Assert.Equal(row["Go"], advice.Recommended.Text());
        foreach (var (column, path) in Columns)
        {
            Assert.Equal($"{column}: {(row[column].Length > 0 ? row[column] : plain[column])}", $"{column}: {Cell(advice.Of(path))}");
        }

        Assert.NotEmpty(advice.Reasons);
        Assert.All(advice.Reasons.Concat(advice.Options.SelectMany(o => o.Notes).Select(n => n.Sentence)), s => Assert.EndsWith(".", s, StringComparison.Ordinal));
    }

    [Fact]
    public void No_combination_of_facts_opens_what_is_shut_or_leaves_no_way()
    {
        var seen = 0;
        foreach (var facts in Combinations())
        {
            var advice = PathGuard.Advise(facts);
            Assert.NotEqual(PathStanding.Stopped, advice.Of(advice.Recommended).Standing);
            Assert.Equal([PathStanding.Open, PathStanding.Open], [advice.Of(WorkPath.Wait).Standing, advice.Of(WorkPath.Call).Standing]);
            foreach (var option in advice.Options)
            {
                var never = PathGuard.StepOf(option.Path) is { } step && DenialSteps.Incurable(facts.Denial, step, Today) is { Code: not "later_payer" };
                Assert.True(!never || option.Forbidden, $"{option.Path} is refused as a step and open as a way: {facts}");
                Assert.Equal(option.Forbidden, PathGuard.Refuse(option, new("a reason", true, option.Notes.Select(n => n.Code).ToHashSet())) is not null);
                Assert.Equal(option.Standing == PathStanding.Stopped, PathGuard.Refuse(option, PathGround.None) is not null);
            }

            Assert.True(facts.Denial.NoAppealBecause is null || advice.Of(WorkPath.Appeal).Forbidden);
            Assert.True(facts.Denial.PatientProtection.Count == 0 || advice.Of(WorkPath.Patient).Forbidden);
            Assert.True(!facts.Reversal || Columns.All(c => advice.Of(c.Path).Forbidden));
            seen++;
        }

        Assert.True(seen > 20_000, $"{seen} combinations were tried.");
    }

    [Fact]
    public void A_lead_lifts_a_stop_with_a_reason_and_a_biller_after_that()
    {
        var option = PathGuard.Advise(Facts("first appeal, hard")).Of(WorkPath.CorrectResubmit);

        Assert.Equal("hard_denial", PathGuard.Refuse(option, new("I want to", false, new HashSet<string>()))?.Code);
        Assert.EndsWith("Write down why it is done all the same.", PathGuard.Refuse(option, new(" ", true, new HashSet<string>()))!.Sentence, StringComparison.Ordinal);
        Assert.Null(PathGuard.Refuse(option, new("The payer asked for it on the phone", true, new HashSet<string>())));
        Assert.Null(PathGuard.Refuse(option, new(null, false, new HashSet<string> { "hard_denial" })));
        Assert.Equal(["hard_denial"], PathGuard.Lifted(option, new("The payer asked for it", true, new HashSet<string>())));
    }

    [Fact]
    public void Good_cause_lets_whoever_works_the_denial_file_late()
    {
        var option = PathGuard.Advise(Facts("correct by 2026-03-01")).Of(WorkPath.CorrectResubmit);

        Assert.EndsWith("Write down the good cause to go this way all the same.", PathGuard.Refuse(option, PathGround.None)!.Sentence, StringComparison.Ordinal);
        Assert.Null(PathGuard.Refuse(option, new("The flood closed the office", false, new HashSet<string>())));
    }

    [Fact]
    public void Other_coverage_that_was_lifted_no_longer_stands_before_the_patient()
    {
        var facts = Facts("group PR, later payer").Denial;

        Assert.Equal("later_payer", DenialSteps.Take(facts, new() { Kind = DenialStepKind.ToPatient }, Today).Refusal?.Code);
        Assert.True(DenialSteps.Take(PathGuard.Granted(facts, ["later_payer"]), new() { Kind = DenialStepKind.ToPatient }, Today).Allowed);
    }

    private static string Cell(PathOption option) => option.Notes.Count == 0
        ? "open"
        : string.Join(", ", option.Notes.Select(n => n.Code + n.Stop switch { PathOverride.Never => " (never)", PathOverride.Lead => " (lead)", PathOverride.GoodCause => " (good cause)", _ => "" }));

    private static PathFacts Facts(string words) => And(Ordinary, words);

    private static PathFacts And(PathFacts facts, string words) => words.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Aggregate(facts, With);

    private static PathFacts With(PathFacts facts, string word) => word.Split(' ') switch
    {
        ["first", var action] => facts with { FirstAction = CodeNames.Read<FirstAction>(action) },
        ["hard"] => facts with { Hardness = Hardness.Hard },
        ["authorization"] => facts with { Category = DenialCategory.Authorization },
        ["group", "PR"] => facts with { Denial = facts.Denial with { LeadGroup = "PR", AllPatientGroup = true } },
        ["later", "payer"] => facts with { Denial = facts.Denial with { LaterPayerKnown = true } },
        ["protected", var remark] => facts with { Denial = facts.Denial with { PatientProtection = [remark] } },
        ["no", "appeal", var because] => facts with { Denial = facts.Denial with { Appealable = false, NoAppealBecause = because } },
        ["no", "number"] => facts with { Denial = facts.Denial with { PayerClaimNumber = "" } },
        ["state", var state] => facts with { Denial = facts.Denial with { State = CodeNames.Read<DenialState>(state) } },
        ["costs", "more"] => facts with { Denial = facts.Denial with { WorthWorking = false } },
        ["reversal"] => facts with { Reversal = true },
        ["rejected"] => facts with { Rejected = true },
        ["forwarded"] => facts with { Forwarded = true },
        ["do", "not", "resend"] => facts with { DoNotResend = true },
        ["grace"] => facts with { GracePeriod = true },
        ["negotiation"] => facts with { OpenNegotiation = true },
        ["medicare"] => facts with { OriginalMedicare = true },
        ["reconsideration", "first"] => facts with { ReconsiderationFirst = true },
        ["correct", "by", var day, .. var assumed] => facts with { CorrectBy = new(Day(day), assumed.Length > 0) },
        ["appeal", "by", var day, .. var assumed] => facts with { DisputeBy = new(Day(day), assumed.Length > 0) },
        ["unseen", .. var what] => facts with { EvidenceUnseen = [string.Join(' ', what)] },
        ["missing", .. var what] => facts with { EvidenceMissing = [string.Join(' ', what)] },
        ["sent", var what, var day, .. var elsewhere] => facts with { InFlight = new(what == "appeal" ? WorkPath.Appeal : WorkPath.CorrectResubmit, Day(day), elsewhere.Length > 0) },
        ["answer", "by", var day] => facts with { InFlight = facts.InFlight! with { AnswerBy = Day(day) } },
        _ => throw new FormatException($"path-guard.md: nobody knows the fact '{word}'."),
    };

    private static IEnumerable<PathFacts> Combinations()
    {
        string[] ways = ["first correct_resubmit", "first appeal", "first bill_patient", "first bill_next_payer", "first write_off", "first phone_payer"];
        string[][] more =
        [
            ["", "hard"], ["", "no appeal MA130"], ["", "group PR"], ["", "later payer"], ["", "protected N862"], ["", "reversal"], ["", "rejected"], ["", "do not resend"],
            ["", "correct by 2026-02-01", "correct by 2026-02-01, appeal by 2026-02-01"], ["", "missing notes"], ["", "sent appeal 2026-02-20, medicare", "sent correct 2026-02-20 elsewhere"],
        ];
        return more.Aggregate(ways.Select(Facts), (all, next) => all.SelectMany(one => next.Select(n => And(one, n))));
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);
}
