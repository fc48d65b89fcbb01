namespace DenialDesk.Domain.Claims;

/// <summary>A claim as remittances (835) tell of it, all answers of it taken together.</summary>
public sealed record AnsweredClaim
{
    /// <summary>The account number that came back (CLP01).</summary>
    public required string Account { get; init; }

    /// <summary>The patient's last name, as written.</summary>
    public string LastName { get; init; } = "";

    /// <summary>The patient's first name, as written.</summary>
    public string FirstName { get; init; } = "";

    /// <summary>The member number the claim names.</summary>
    public string MemberId { get; init; } = "";

    /// <summary>First day of service; null when no answer says it.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day of service, inclusive.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Every charge the answers name, without sign: a reversal repeats the charge negated.</summary>
    public IReadOnlyCollection<decimal> Charges { get; init; } = [];

    /// <summary>The payers that answered.</summary>
    public IReadOnlyCollection<int> Payers { get; init; } = [];

    /// <summary>The payers' claim numbers (CLP07).</summary>
    public IReadOnlyCollection<string> PayerClaimNumbers { get; init; } = [];

    /// <summary>Line control numbers that came back (REF*6R), opaque.</summary>
    public IReadOnlyCollection<string> LineNumbers { get; init; } = [];
}

/// <summary>A claim as we submitted it (837).</summary>
public sealed record SentClaim
{
    /// <summary>Its row.</summary>
    public required long Id { get; init; }

    /// <summary>The account number as sent (CLM01).</summary>
    public required string Account { get; init; }

    /// <summary>The patient's last name, as written.</summary>
    public string LastName { get; init; } = "";

    /// <summary>The patient's first name, as written.</summary>
    public string FirstName { get; init; } = "";

    /// <summary>The member number the claim names.</summary>
    public string MemberId { get; init; } = "";

    /// <summary>First day of service; null when the claim does not say.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day of service, inclusive.</summary>
    public DateOnly? To { get; init; }

    /// <summary>What was charged, in dollars; null when the claim does not say.</summary>
    public decimal? Charge { get; init; }

    /// <summary>The payer it went to, where the desk knows that payer from a remittance.</summary>
    public int? Payer { get; init; }

    /// <summary>Numbers the payer gave it: in a replacement (REF*F8) and in acknowledgements (277CA REF*1K).</summary>
    public IReadOnlyCollection<string> PayerClaimNumbers { get; init; } = [];

    /// <summary>Line control numbers as sent (REF*6R).</summary>
    public IReadOnlyCollection<string> LineNumbers { get; init; } = [];

    /// <summary>Whether another remittance claim bears exactly this account number, so that this one is spoken for.</summary>
    public bool Taken { get; init; }

    /// <summary>One claim and its later submissions: the account number and the patient.</summary>
    public string Family => $"{MatchKeys.Account(Account)}|{MatchKeys.Letters(LastName)}";
}
