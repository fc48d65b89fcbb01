using System.Globalization;
using System.Text.RegularExpressions;
using DenialDesk.App.Deadlines;
using DenialDesk.Domain.Appeals;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.Payers;

namespace DenialDesk.Domain.Tests.Appeals;

public sealed partial class AppealTests
{
    private const string Page = "appeals.md";
    private static readonly DateOnly Today = new(2026, 5, 20);

    public static TheoryData<string> Steps => RuleTable.Names(Page, "Step");

    public static TheoryData<string> Levels => RuleTable.Names(Page, "Medicare level");

    public static TheoryData<string> Markups => RuleTable.Names(Page, "Markup");

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_step_leads_where_the_table_says(string name)
    {
        var row = RuleTable.Row(Page, "Step", name);

        var (next, refusal) = AppealSteps.Take(Facts(row["Status"], row["Facts"]), Typed(row["Typed"]), Today);

        Assert.Equal(row["Refused"], refusal?.Code ?? "");
        Assert.Equal(row["Becomes"], next.Text());
    }

    [Fact]
    public void Every_step_on_every_status_has_an_answer_and_every_refusal_is_a_sentence()
    {
        foreach (var status in Enum.GetValues<AppealStatus>())
        {
            foreach (var kind in Enum.GetValues<AppealStepKind>())
            {
                var outcome = AppealSteps.Take(Facts(status.Text(), ""), new() { Kind = kind }, Today);

                Assert.True(outcome.Allowed || (outcome.Next == status && outcome.Refusal!.Sentence.EndsWith('.')), $"{status} {kind}: {outcome.Refusal?.Sentence}");
                Assert.True(AppealSteps.IsOpen(status) || !outcome.Allowed, $"{status} allows {kind}");
                Assert.True(!outcome.Allowed || AppealSteps.Fitting(status).Contains(kind), $"{status} {kind} is taken and not offered");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Markups))]
    public void A_letter_is_read_as_the_table_says(string markup)
    {
        var blocks = LetterMarkup.Read(markup.Replace("⏎", "\n", StringComparison.Ordinal));

        Assert.Equal(RuleTable.Row(Page, "Markup", markup)["Blocks"], string.Join(' ', blocks.Select(Show)));
    }

    [Fact]
    public void A_table_has_its_cells_a_wrapped_line_runs_on_and_brackets_are_found_once()
    {
        var table = LetterMarkup.Read("| No. | Amount |\n|---|---|\n| 1 | $5.00 |").Single();
        var wrapped = LetterMarkup.Read(new string('x', 101) + "\nand on");

        Assert.Equal((LetterBlockKind.Table, 2, "$5.00"), (table.Kind, table.Lines.Count, table.Lines[1][1][0].Text));
        Assert.EndsWith("x and on", Assert.Single(wrapped.Single().Lines)[0][0].Text, StringComparison.Ordinal);
        Assert.Equal(["[why]", "[Its NPI: missing]"], LetterMarkup.Holes("a [why] b [Its\nNPI: missing] c [why] d"));
    }

    [Fact]
    public void A_piece_is_put_before_what_is_enclosed_and_every_argument_waits_for_the_record()
    {
        Assert.Equal("a\n\nnew\n\nEnclosed: b\n\nc", LetterMarkup.Insert("a\n\nEnclosed: b\n\nc", "new"));
        Assert.Equal("a\n\nnew\n\nname", LetterMarkup.Insert("a\n\nname", "new"));
        Assert.Equal("**LCD L1**, section 2, says: “covered”.", AppealArguments.Cite(" LCD L1 ", "section 2", "covered"));
        Assert.All(Enum.GetValues<DenialCategory>(), c => Assert.NotEmpty(LetterMarkup.Holes(AppealArguments.Of(c))));
    }

    [Theory]
    [InlineData("nothing", 90, 10)]
    [InlineData("10 MB", 10, 10)]
    [InlineData("10 MB", 10.1, 10)]
    [InlineData("PDF, TIFF", 1, 10)]
    [InlineData("TIFF", 1, 10)]
    [InlineData("nothing", 1, 0)]
    public void A_packet_is_held_against_its_channel(string says, double megabytes, int pages)
    {
        var row = RuleTable.Rows(Page, "Channel says").Single(r => r["Channel says"] == says && r["MB"] == megabytes.ToString(CultureInfo.InvariantCulture) && r["Pages"] == pages.ToString(CultureInfo.InvariantCulture));
        var channel = says switch
        {
            "nothing" => null,
            "10 MB" => new PayerChannel(null, Channel.Portal, "x", MaxMegabytes: 10),
            _ => new PayerChannel(null, Channel.Portal, "x", FileTypes: says),
        };

        var problems = PacketCheck.Problems(channel, (long)((decimal)megabytes * 1_048_576m), pages, []);

        if (row["Problem"].Length == 0) { Assert.Empty(problems); }
        else { Assert.Contains(row["Problem"], Assert.Single(problems), StringComparison.Ordinal); }
    }

    [Fact]
    public void The_answer_is_due_by_habit_then_by_rule_then_by_custom_and_three_business_days()
    {
        var sent = new DateOnly(2026, 5, 4);

        Assert.Equal(new(2026, 6, 8), AppealAnswer.By(sent, new() { ResponseDays = 30 }, new(60, WindowUnit.CalendarDay)));
        Assert.Equal(new(2026, 7, 8), AppealAnswer.By(sent, PayerConduct.Unknown, new(60, WindowUnit.CalendarDay)));
        Assert.Equal(new(2026, 6, 24), AppealAnswer.By(sent, PayerConduct.Unknown, null));
    }

    [Fact]
    public void Nothing_that_tells_whose_it_is_leaves_in_a_safe_text_and_all_of_it_comes_back()
    {
        const string Letter = "Re: SAMPLE, PAT, member W000000001, account ACC-1001, service on March 2, 2026 and 3/4/2026, call (555) 010-0199 or pat@example.org. Pat Sample, $1,310.00 for 99214, CO-50, M17.11.";
        var known = new Dictionary<string, string?> { ["patient_name"] = "SAMPLE, PAT", ["member_number"] = "W000000001", ["account_number"] = "ACC-1001" };

        var safe = Deidentification.Of(Letter, known, new HashSet<string> { "99214" });

        Assert.DoesNotMatch(@"(?i)sample|\bpat\b|W0000|ACC-1|march|2026|555|@|example", safe.Text.Replace("<<PATIENT_NAME", "<<", StringComparison.Ordinal));
        Assert.Contains("$1,310.00 for 99214, CO-50, M17.11.", safe.Text, StringComparison.Ordinal);
        Assert.Equal(Letter, safe.Restore(safe.Text));
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void Medicares_five_levels_open_one_after_the_other_where_enough_is_at_stake(string name)
    {
        var row = RuleTable.Row(Page, "Medicare level", name);
        var (context, events) = (new WindowContext { Lob = "medicare_ffs", DenialCategory = "coding", Carcs = ["4"] }, WindowEvents.OfDenial(new(2026, 4, 6), null, null, new(2026, 3, 2), null));
        var about = decimal.Parse(row["About"], CultureInfo.InvariantCulture);

        var offer = row["After"].Length == 0
            ? AppealLadder.Openings(ShippedWindowRules.All, context, events, true, about)[0]
            : AppealLadder.Next(ShippedWindowRules.All, context, events, CodeNames.Read<WindowAction>(row["After"]), DateOnly.Parse(row["Decided"], CultureInfo.InvariantCulture), about);

        Assert.Equal(row["Opens"], offer.Level?.Text() ?? "none");
        Assert.Equal(row["Last day"], offer.Deadline?.DueOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "");
        Assert.NotEmpty(offer.Sentence);
    }

    [Fact]
    public void Without_known_levels_there_are_two_by_our_default_and_without_a_right_there_is_none()
    {
        var (context, events) = (new WindowContext { Payer = "nobody knows", DisputeType = "payment" }, WindowEvents.OfDenial(new(2026, 4, 6), null, null, new(2026, 3, 2), null));

        var first = AppealLadder.Openings(ShippedWindowRules.All, context, events, true, 50m);
        var second = AppealLadder.Next(ShippedWindowRules.All, context, events, WindowAction.Appeal1, new(2026, 5, 4), 50m);

        Assert.Equal((WindowAction.Appeal1, true), (first[0].Level, first[0].Deadline!.Assumed));
        Assert.Equal((WindowAction.Appeal2, true), (second.Level, second.Deadline!.Assumed));
        Assert.False(AppealLadder.Next(ShippedWindowRules.All, context, events, WindowAction.Appeal2, new(2026, 6, 4), 50m).Open);
        Assert.Equal(WindowAction.ExternalReview, AppealLadder.Next(ShippedWindowRules.All, context with { DisputeType = "clinical" }, events, WindowAction.Appeal2, new(2026, 6, 4), 50m).Level);
        Assert.False(AppealLadder.Openings(ShippedWindowRules.All, context, events, false, 50m)[0].Open);
        Assert.Equal("CMS-20027", AppealForms.Of(WindowAction.Appeal1, "medicare_ffs").Form);
    }

    private static AppealFacts Facts(string status, string differs)
    {
        var facts = new AppealFacts
        {
            Status = CodeNames.Read<AppealStatus>(status),
            LetterVersion = 2,
            ApprovedVersion = 2,
            PacketVersion = 2,
            Amount = 500m,
            DueOn = new(2026, 6, 15),
            OpenedOn = new(2026, 5, 1),
            SentOn = new(2026, 5, 10),
        };
        foreach (var word in differs.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            facts = word.Split('=') switch
            {
                ["hole"] => facts with { Holes = ["[why]"] },
                ["own"] => facts with { OwnLetter = true },
                ["unapproved"] => facts with { ApprovedVersion = null },
                ["approved", var n] => facts with { ApprovedVersion = int.Parse(n, CultureInfo.InvariantCulture) },
                ["unpacked"] => facts with { PacketVersion = null },
                ["packet", var n] => facts with { PacketVersion = int.Parse(n, CultureInfo.InvariantCulture) },
                ["problem"] => facts with { PacketProblems = ["Too large."] },
                ["signature"] => facts with { SignatureAsked = true },
                ["signed"] => facts with { LetterSigned = true },
                ["packet_signed"] => facts with { PacketSigned = true },
                ["due", var day] => facts with { DueOn = DateOnly.Parse(day, CultureInfo.InvariantCulture) },
                ["assumed"] => facts with { DueAssumed = true },
                _ => throw new FormatException(word),
            };
        }

        return facts;
    }

    private static AppealStep Typed(string typed)
    {
        var kind = CodeNames.Read<AppealStepKind>(typed.Split(' ')[0]);
        string? Of(string name) => Given().Matches(typed).FirstOrDefault(m => m.Groups[1].Value == name)?.Groups[2].Value;
        return new()
        {
            Kind = kind,
            Note = Of("note"),
            Reference = Of("no"),
            On = Of("on") is { } on ? DateOnly.Parse(on, CultureInfo.InvariantCulture) : null,
            Amount = Of("amount") is { } amount ? decimal.Parse(amount, CultureInfo.InvariantCulture) : null,
            Channel = kind == AppealStepKind.Send && Of("by") is { } by ? CodeNames.Read<Channel>(by) : null,
            SignedBy = kind == AppealStepKind.Sign ? Of("by") : null,
            AnswerBy = kind == AppealStepKind.AskMore && Of("by") is { } until ? DateOnly.Parse(until, CultureInfo.InvariantCulture) : null,
            Outcome = kind == AppealStepKind.Decide && typed.Split(' ') is [_, var outcome, ..] ? CodeNames.TryRead<AppealStatus>(outcome) : null,
        };
    }

    private static string Show(LetterBlock block)
        => $"{block.Kind.Text()}({string.Join('/', block.Lines.Select(cells => string.Join('|', cells.Select(spans => string.Concat(spans.Select(s => s.Bold ? $"*{s.Text}*" : s.Text))))))})";

    [GeneratedRegex(@"(\w+)=(\S+)")]
    private static partial Regex Given();

    [Theory]
    [InlineData(AppealStatus.Draft, 100, 50, AppealStatus.Withdrawn)]
    [InlineData(AppealStatus.Ready, 100, 100, AppealStatus.Withdrawn)]
    [InlineData(AppealStatus.Sent, 100, 100, AppealStatus.Overturned)]
    [InlineData(AppealStatus.Acknowledged, 100, 120, AppealStatus.Overturned)]
    [InlineData(AppealStatus.MoreAsked, 100, 99.99, AppealStatus.Partial)]
    [InlineData(AppealStatus.Sent, 100, 0, null)]
    [InlineData(AppealStatus.Upheld, 100, 100, null)]
    public void A_payment_decides_what_is_with_the_payer_and_ends_what_never_went_out(AppealStatus status, decimal amount, decimal recovered, AppealStatus? next)
        => Assert.Equal(next, PaidAppeal.Of(status, amount, recovered));

    [Fact]
    public void What_goes_beside_the_packet_counts_as_files_and_is_held_against_the_channel_too()
    {
        var channel = new PayerChannel(null, Channel.Portal, "portal", FileTypes: "pdf, tif", MaxFiles: 2, MaxMegabytes: 1);

        Assert.Empty(PacketCheck.Problems(channel, 1000, 3, [], [new("Scan", "tif", 900_000)]));
        Assert.Contains("are 3 files", Assert.Single(PacketCheck.Problems(channel, 1000, 3, [], [new("One", "tif", 1), new("Two", "tif", 1)])), StringComparison.Ordinal);
        Assert.Contains("is a docx file", Assert.Single(PacketCheck.Problems(channel, 1000, 3, [], [new("Note", "docx", 1)])), StringComparison.Ordinal);
        Assert.Contains("MB a file", Assert.Single(PacketCheck.Problems(channel, 1000, 3, [], [new("Scan", "tif", 1_200_000)])), StringComparison.Ordinal);
        Assert.Empty(PacketCheck.Problems(null, 1000, 3, [], [new("Note", "docx", 1)]));
    }
}
