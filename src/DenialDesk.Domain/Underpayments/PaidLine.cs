namespace DenialDesk.Domain.Underpayments;

/// <summary>One reduction of a service line, as the payer sent it.</summary>
/// <param name="Group">Group code: CO, PR, OA, PI.</param>
/// <param name="Carc">Reason code.</param>
/// <param name="Amount">Dollars; negative gives back.</param>
public sealed record LineReduction(string Group, string Carc, decimal Amount);

/// <summary>A service line that the payer decided and did not refuse.</summary>
public sealed record PaidLine
{
    /// <summary>Procedure code as adjudicated.</summary>
    public required string Code { get; init; }

    /// <summary>Its modifiers, in order.</summary>
    public IReadOnlyList<string> Modifiers { get; init; } = [];

    /// <summary>Place of service; null when nobody told.</summary>
    public string? Place { get; init; }

    /// <summary>The plan of the payer; empty when it has none.</summary>
    public string Plan { get; init; } = "";

    /// <summary>Units paid for; 1 when not sent.</summary>
    public decimal Units { get; init; } = 1m;

    /// <summary>Day of service.</summary>
    public required DateOnly Service { get; init; }

    /// <summary>Dollars billed.</summary>
    public required decimal Charge { get; init; }

    /// <summary>Dollars allowed: as sent, else what was paid and what the patient owes.</summary>
    public required decimal Allowed { get; init; }

    /// <summary>Every reduction of the line.</summary>
    public IReadOnlyList<LineReduction> Reductions { get; init; } = [];
}

/// <summary>One rate of a fee schedule or contract.</summary>
public sealed record FeeRate
{
    /// <summary>Its number; of two that fit equally well the higher, later one holds.</summary>
    public long RateId { get; init; }

    /// <summary>The plan it is for; empty for every plan of the payer.</summary>
    public string Plan { get; init; } = "";

    /// <summary>Procedure code.</summary>
    public required string Code { get; init; }

    /// <summary>The modifier it is for; empty for none.</summary>
    public string Modifier { get; init; } = "";

    /// <summary>Place of service it is for; empty for every place.</summary>
    public string Place { get; init; } = "";

    /// <summary>First day of service, inclusive.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day of service, inclusive; null while it has no end.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Dollars a unit; null when it is a share of Medicare.</summary>
    public decimal? Dollars { get; init; }

    /// <summary>Percent of the Medicare rate; null when it is in dollars.</summary>
    public decimal? PercentOfMedicare { get; init; }

    /// <summary>Whether it holds on a day of service.</summary>
    public bool Holds(DateOnly day) => From <= day && (To is null || day <= To);
}

/// <summary>What the payer itself usually allows for a code, a unit.</summary>
/// <param name="PerUnit">The most frequent amount, in dollars.</param>
/// <param name="Times">How often it was that.</param>
/// <param name="Of">Among how many lines.</param>
public sealed record UsualAllowed(decimal PerUnit, int Times, int Of)
{
    /// <summary>Whether it is usual enough to hold a payer to: eight lines at least, and that amount on half of them.</summary>
    public bool Tells => Of >= 8 && Times * 2 >= Of;
}
