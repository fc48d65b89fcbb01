using DenialDesk.App.Payers;
using DenialDesk.Domain.Deadlines;

namespace DenialDesk.App.Deadlines;

/// <summary>What the first clock of a denial just found is worked out from. All days are calendar days.</summary>
internal sealed record ClockFacts
{
    public required KnownPayer Payer { get; init; }

    public required DateOnly RemitDate { get; init; }

    /// <summary>The first adverse remittance of this claim by this payer; later ones do not restart a clock.</summary>
    public required DateOnly FirstDeniedOn { get; init; }

    public DateOnly? ServiceFrom { get; init; }

    public DateOnly? ServiceTo { get; init; }

    public required string Category { get; init; }

    public IReadOnlyList<string> Carcs { get; init; } = [];

    public IReadOnlyList<string> Rarcs { get; init; } = [];

    public bool Appealable { get; init; } = true;

    public bool Clinical { get; init; }

    public string BillType { get; init; } = "";
}

/// <summary>Sets the first clock of a denial while it is imported; <see cref="DenialClocks"/> comes to the same from the stored rows.</summary>
internal sealed class ClockSetting(RulesInForce rules)
{
    private readonly Dictionary<int, IReadOnlyList<WindowRule>> _byPayer = [];

    /// <summary>The first clock; there always is one, if only the conservative default.</summary>
    public Deadline First(ClockFacts facts)
    {
        var context = new WindowContext
        {
            Contract = RulesInForce.ContractOf(facts.Payer.PayerId),
            Payer = facts.Payer.Plan,
            PayerFamily = facts.Payer.Family,
            Lob = facts.Payer.Lob,
            State = facts.Payer.State,
            Network = facts.Payer.Network,
            Funding = facts.Payer.Funding,
            ClaimType = DenialClocks.ClaimTypeOf(facts.BillType),
            DenialCategory = facts.Category,
            Carcs = facts.Carcs,
            Rarcs = facts.Rarcs,
            DisputeType = facts.Clinical ? "clinical" : "payment",
        };
        if (!_byPayer.TryGetValue(facts.Payer.PayerId, out var those)) { _byPayer[facts.Payer.PayerId] = those = RuleSelection.Reachable(rules.For(facts.Payer.PayerId), context); }

        return FirstClock.Of(
            those, context, WindowEvents.OfDenial(facts.RemitDate, facts.FirstDeniedOn, facts.RemitDate, facts.ServiceFrom, facts.ServiceTo), facts.Appealable);
    }
}
