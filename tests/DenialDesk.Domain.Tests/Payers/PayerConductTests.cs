using System.Globalization;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.Payers;

namespace DenialDesk.Domain.Tests.Payers;

public sealed class PayerConductTests
{
    private static readonly HashSet<DateOnly> Closed = [new(2026, 11, 27)];

    [Fact]
    public void The_day_to_ask_is_as_the_table_says()
    {
        foreach (var row in RuleTable.Rows("payers.md", "Sent"))
        {
            var conduct = new PayerConduct { QuietDays = row["Quiet days"].Length == 0 ? null : int.Parse(row["Quiet days"], CultureInfo.InvariantCulture) };

            var from = conduct.QuietUntil(DateOnly.ParseExact(row["Sent"], "yyyy-MM-dd", CultureInfo.InvariantCulture), Closed);

            Assert.Equal(row["Ask from"], from?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "");
        }
    }

    [Fact]
    public void A_corrected_claim_goes_the_way_the_payer_takes_it()
    {
        foreach (var row in RuleTable.Rows("payers.md", "Habit"))
        {
            var facts = new DenialFacts
            {
                State = DenialState.InWork,
                DeniedAmount = 100m,
                LeadGroup = "CO",
                PayerClaimNumber = row["Payer claim number"] == "known" ? "X1" : null,
                NoAppealBecause = row["Remark"].Length == 0 ? null : row["Remark"],
                CorrectedAs = CodeNames.Read<CorrectedHabit>(row["Habit"]),
                DueOn = new(2026, 6, 1),
            };
            var step = new DenialStep { Kind = DenialStepKind.CorrectedResubmitted, AsNewClaim = row["Sent as"] == "new" };

            Assert.Equal(row["Refused because"], DenialSteps.Take(facts, step, new(2026, 5, 4)).Refusal?.Code ?? "");
            Assert.Contains(DenialStepKind.CorrectedResubmitted, DenialSteps.Possible(facts, new(2026, 5, 4)));
        }
    }

    [Fact]
    public void The_channels_of_a_step_come_before_those_for_every_step()
    {
        var conduct = new PayerConduct { Channels = [new(null, Channel.Mail, "PO Box 1"), new(WindowAction.Appeal1, Channel.Fax, "555"), new(WindowAction.Appeal2, Channel.Portal, "p.example")] };

        Assert.Equal(["555", "PO Box 1"], conduct.For(WindowAction.Appeal1).Select(c => c.Where));
        Assert.Equal(["PO Box 1"], conduct.For(WindowAction.Reconsideration).Select(c => c.Where));
    }

    [Fact]
    public void What_is_wrong_is_said_and_what_changed_is_told()
    {
        Assert.Equal("conduct_quiet", new PayerConduct { QuietDays = 400 }.Check()?.Code);
        Assert.Equal("conduct_response", new PayerConduct { ResponseDays = 0 }.Check()?.Code);
        Assert.Equal("conduct_channel", new PayerConduct { Channels = [new(null, Channel.Fax, " ")] }.Check()?.Code);
        Assert.Equal("conduct_files", new PayerConduct { Channels = [new(null, Channel.Fax, "5", MaxFiles: 0)] }.Check()?.Code);
        Assert.Equal("conduct_contact", new PayerConduct { Contacts = [new("rep", "Sam", null, " ")] }.Check()?.Code);
        Assert.Null(PayerConduct.Unknown.Check());
        Assert.Equal(["phone", "channels"], PayerConduct.Unknown.Changes(new() { Phone = "5", Channels = [new(null, Channel.Fax, "5")] }));
        Assert.Empty(new PayerConduct { Channels = [new(null, Channel.Fax, "5")] }.Changes(new() { Channels = [new(null, Channel.Fax, "5")] }));
    }
}
