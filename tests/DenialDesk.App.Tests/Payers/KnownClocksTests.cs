using DenialDesk.App.Deadlines;
using DenialDesk.App.Payers;
using DenialDesk.Domain.Deadlines;

namespace DenialDesk.App.Tests.Payers;

public sealed class KnownClocksTests
{
    private static readonly DateOnly Day = new(2026, 3, 2);
    private static readonly string[] Payers = ["AETNA", "UHC", "BCBSTX", ""];
    private static readonly string[] Categories = ["coding", "timely_filing", "authorization", "medical_necessity"];
    private static readonly string[] Codes = ["16", "29", "197", "50"];

    [Fact]
    public void A_clock_that_is_known_already_is_the_one_that_would_be_worked_out()
    {
        var random = new Random(11);
        var rules = ShippedWindowRules.All;
        var contexts = Enumerable.Range(0, 24).Select(_ => Context(random)).ToList();
        var known = new KnownClocks();
        var noneOfService = 0;

        for (var i = 0; i < 4_000; i++)
        {
            var denial = Denial(contexts[random.Next(contexts.Count)], random);
            noneOfService += denial.Events[WindowAnchor.DosFrom] is null ? 1 : 0;

            Assert.Equal(denial.Under(rules), known.Under(denial, rules));
        }

        Assert.InRange(noneOfService, 400, 3_000);
    }

    [Fact]
    public void Days_of_service_count_where_the_rule_counts_from_them()
    {
        var context = new WindowContext { Contract = "payer 1", DenialCategory = "timely_filing" };
        WindowRule[] rules = [new() { Id = "own", Action = WindowAction.Appeal1, Clocks = [new() { Anchor = WindowAnchor.DosThrough, Amount = 90, Unit = WindowUnit.CalendarDay }] }];
        var known = new KnownClocks();
        ClockedDenial Of(DateOnly? service) => Made(context, WindowEvents.OfDenial(Day, null, null, service, null), appealable: true);

        var (first, later) = (Of(Day.AddDays(-30)), Of(Day.AddDays(-10)));

        Assert.Equal(Day.AddDays(60), known.Under(first, rules).DueOn);
        Assert.Equal(Day.AddDays(80), known.Under(later, rules).DueOn);
        Assert.Equal(Of(null).Under(rules), known.Under(Of(null), rules));
    }

    private static WindowContext Context(Random random) => new()
    {
        Contract = $"payer {random.Next(3)}",
        Payer = Payers[random.Next(Payers.Length)] is { Length: > 0 } payer ? payer : null,
        PayerFamily = Payers[random.Next(Payers.Length)],
        Lob = random.Next(2) == 0 ? "medicare_ffs" : "commercial",
        State = random.Next(2) == 0 ? "TX" : null,
        DenialCategory = Categories[random.Next(Categories.Length)],
        Carcs = [Codes[random.Next(Codes.Length)]],
        Rarcs = [],
        DisputeType = random.Next(2) == 0 ? "clinical" : "payment",
    };

    private static ClockedDenial Denial(WindowContext context, Random random)
    {
        DateOnly? Maybe(int days) => random.Next(4) == 0 ? null : Day.AddDays(-days - random.Next(3));
        var events = WindowEvents.OfDenial(Day.AddDays(random.Next(3)), random.Next(5) == 0 ? Day.AddDays(-20) : null, Maybe(0), Maybe(40), Maybe(39));
        return Made(context, events, random.Next(4) > 0);
    }

    private static ClockedDenial Made(WindowContext context, WindowEvents events, bool appealable) => new(
        1, 1, 1, "A1", context.DenialCategory ?? "", "16", 100m, null, null, "new", context, events, appealable,
        new(WindowAction.Appeal1, Day, Day, "none", 1, Assumed: false, Conflict: false, ""));
}
