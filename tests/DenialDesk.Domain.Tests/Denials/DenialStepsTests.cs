using System.Globalization;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.WriteOffs;

namespace DenialDesk.Domain.Tests.Denials;

public sealed class DenialStepsTests
{
    private const string Page = "denial-states.md";
    private static readonly DateOnly Due = new(2026, 5, 11);

    private static readonly DenialFacts Ordinary = new()
    {
        State = DenialState.New,
        DeniedAmount = 100m,
        BilledAmount = 100m,
        LeadGroup = "CO",
        PayerClaimNumber = "1",
        DueOn = Due,
    };

    public static TheoryData<string> Steps => RuleTable.Names(Page, "Step taken");

    [Theory]
    [MemberData(nameof(Steps))]
    public void The_worked_examples_come_out_as_written(string step)
    {
        var row = RuleTable.Row(Page, "Step taken", step);
        var facts = Words(row["Facts"]).Aggregate(Ordinary with { State = CodeNames.Read<DenialState>(row["State"]) }, With);

        var outcome = DenialSteps.Take(facts, Step(row), Today(row["Facts"]));

        Assert.Equal(row["Refused because"], outcome.Refusal?.Code ?? "");
        Assert.Equal(row["Sentence"], outcome.Refusal?.Sentence ?? "");
        Assert.Equal(row["Next"], outcome.Next.Text());
    }

    [Fact]
    public void A_button_is_shown_for_every_step_that_typing_can_make_possible()
    {
        var possible = DenialSteps.Possible(Ordinary with { State = DenialState.InWork, Assigned = true }, Due);

        Assert.Equal(
            [
                DenialStepKind.Assign, DenialStepKind.Unassign, DenialStepKind.CorrectedResubmitted, DenialStepKind.Appealed, DenialStepKind.Recovered,
                DenialStepKind.ToNextPayer, DenialStepKind.WriteOff, DenialStepKind.Note,
            ],
            possible);
    }

    [Fact]
    public void A_closed_denial_offers_reopening_and_notes_only()
    {
        foreach (var state in Enum.GetValues<DenialState>().Where(state => !DenialSteps.IsOpen(state)))
        {
            Assert.Equal([DenialStepKind.Reopen, DenialStepKind.Note], DenialSteps.Possible(Ordinary with { State = state }, Due));
        }
    }

    [Fact]
    public void Every_refusal_is_a_sentence_and_leaves_the_state_alone()
    {
        foreach (var state in Enum.GetValues<DenialState>())
        {
            foreach (var kind in Enum.GetValues<DenialStepKind>())
            {
                var outcome = DenialSteps.Take(Ordinary with { State = state }, new() { Kind = kind }, Due.AddDays(1));
                if (outcome.Refusal is { } refusal)
                {
                    Assert.Equal(state, outcome.Next);
                    Assert.EndsWith(".", refusal.Sentence, StringComparison.Ordinal);
                }
            }
        }
    }

    [Fact]
    public void Every_write_off_reason_has_words()
    {
        Assert.Equal(
            Enum.GetValues<WriteOffReason>().Length,
            Enum.GetValues<WriteOffReason>().Select(WriteOffReasons.Words).Distinct().Count());
        Assert.True(WriteOffReasons.Preventable(WriteOffReason.ExpiredUnworked));
        Assert.False(WriteOffReasons.Preventable(WriteOffReason.SmallBalance));
        Assert.All(Enum.GetValues<DenialCategory>(), category => Assert.True(Enum.IsDefined(WriteOffReasons.Suggested(category))));
    }

    private static DenialFacts With(DenialFacts facts, string word) => word.Split(' ') switch
    {
        ["assigned"] => facts with { Assigned = true },
        ["no", "payer", ..] => facts with { PayerClaimNumber = null },
        ["no", "appeal", .. var code] => facts with { Appealable = false, NoAppealBecause = code.FirstOrDefault() },
        ["assumed"] => facts with { DueAssumed = true },
        ["group", var group] => facts with { LeadGroup = group, AllPatientGroup = group == "PR" },
        ["protected", var rarc] => facts with { PatientProtection = [rarc] },
        ["later", "payer"] => facts with { LaterPayerKnown = true },
        ["recovered", var amount] => facts with { RecoveredAmount = decimal.Parse(amount, CultureInfo.InvariantCulture) },
        ["worth", ..] => facts with { WorthWorking = true },
        ["late"] or ["last", "day"] => facts,
        _ => throw new FormatException($"What is '{word}'?"),
    };

    private static DenialStep Step(Dictionary<string, string> row)
    {
        var typed = Words(row["Typed"]);
        return new()
        {
            Kind = CodeNames.Read<DenialStepKind>(row["Step"]),
            Note = typed.Contains("note") ? "The portal was down; ticket kept." : null,
            AsNewClaim = typed.Contains("new claim"),
            Amount = typed.Select(word => decimal.TryParse(word, CultureInfo.InvariantCulture, out var amount) ? amount : (decimal?)null).FirstOrDefault(),
            WriteOffReason = typed.Select(CodeNames.TryRead<WriteOffReason>).FirstOrDefault(reason => reason is not null),
        };
    }

    private static DateOnly Today(string facts) =>
        Words(facts).Contains("late") ? Due.AddDays(1) : Words(facts).Contains("last day") ? Due : new DateOnly(2026, 3, 2);

    private static string[] Words(string cell) => cell.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
