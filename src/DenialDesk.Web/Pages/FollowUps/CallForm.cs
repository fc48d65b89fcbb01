using DenialDesk.Domain.FollowUps;

namespace DenialDesk.Web.Pages.FollowUps;

/// <summary>A call while it is being written down.</summary>
internal sealed class CallForm
{
    /// <summary>The practice's day of the call.</summary>
    public DateOnly CalledOn { get; set; }

    /// <summary>The number that was called.</summary>
    public string? Phone { get; set; }

    /// <summary>Who answered.</summary>
    public string? SpokeTo { get; set; }

    /// <summary>The payer's number for the call.</summary>
    public string? Reference { get; set; }

    /// <summary>What it brought.</summary>
    public CallResult Result { get; set; }

    /// <summary>What was said.</summary>
    public string? Said { get; set; }

    /// <summary>The day the payer named, inclusive.</summary>
    public DateOnly? AnswerBy { get; set; }

    /// <summary>When to look again; empty: by the plan.</summary>
    public DateOnly? NextOn { get; set; }

    /// <summary>As the rule wants it.</summary>
    public CallNote Note => new(CalledOn, Phone ?? "", SpokeTo ?? "", Reference ?? "", Result, Said ?? "", AnswerBy, NextOn);
}
