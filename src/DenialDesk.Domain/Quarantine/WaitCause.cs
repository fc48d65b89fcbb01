namespace DenialDesk.Domain.Quarantine;

/// <summary>Why a remittance waits for a person instead of posting.</summary>
public enum WaitCause
{
    /// <summary>Its end, or that of its envelope, is missing: claims may be missing too.</summary>
    CutOff,

    /// <summary>A segment that carries money or opens a claim cannot be read.</summary>
    Unreadable,

    /// <summary>It is longer than the limits the desk reads to.</summary>
    TooLarge,

    /// <summary>It does not say which practice is paid.</summary>
    NoPractice,

    /// <summary>It was entered by hand or from a list and does not add up.</summary>
    DoesNotBalance,

    /// <summary>The same payment was posted before with other content.</summary>
    ChangedResend,

    /// <summary>It was held before causes were kept.</summary>
    Other,
}

/// <summary>Causes by name, from the reader's problems, and what to do about each.</summary>
public static class WaitCauses
{
    /// <summary>The cause behind a reader's problem; a missing problem means that the end is missing.</summary>
    public static WaitCause OfProblem(string? code) => code switch
    {
        null or "se-missing" or "ge-missing" or "iea-missing" => WaitCause.CutOff,
        _ when code.StartsWith("too-many", StringComparison.Ordinal) || code.EndsWith("too-large", StringComparison.Ordinal) => WaitCause.TooLarge,
        _ => WaitCause.Unreadable,
    };

    /// <summary>The written name.</summary>
    public static string Text(this WaitCause cause) => cause switch
    {
        WaitCause.CutOff => "cut_off",
        WaitCause.Unreadable => "unreadable",
        WaitCause.TooLarge => "too_large",
        WaitCause.NoPractice => "no_practice",
        WaitCause.DoesNotBalance => "does_not_balance",
        WaitCause.ChangedResend => "changed_resend",
        _ => "other",
    };

    /// <summary>The cause behind a written name; <see cref="WaitCause.Other"/> for one nobody knows.</summary>
    public static WaitCause Read(string text) => Enum.GetValues<WaitCause>().FirstOrDefault(c => c.Text() == text, WaitCause.Other);

    /// <summary>What to do, for a biller.</summary>
    public static string Advice(this WaitCause cause) => cause switch
    {
        WaitCause.CutOff => "Ask the sender for the whole file. When it comes in, this one is settled by itself; one that pays $0.00 is not, so reject it then. Post it as it stands only when you know that no claim is missing.",
        WaitCause.Unreadable => "Ask the payer to send the remittance again. When it comes in, this one is settled by itself; one that pays $0.00 is not, so reject it then. Posted as it stands, what cannot be read is left out.",
        WaitCause.TooLarge => "Ask the sender for smaller remittances, or an administrator to raise the limit, and then release it.",
        WaitCause.NoPractice => "Choose the practice that was paid and release it.",
        WaitCause.DoesNotBalance => "Compare it with the paper. Entered again as it stands there, the new one settles this one. When the paper itself is wrong, name the difference and post it as it stands.",
        WaitCause.ChangedResend => "Compare it with the one that is posted. When it is the same money, reject it. Posted as it stands, it counts beside the first one.",
        _ => "Try to release it: the desk reads it again and says what is still wrong.",
    };
}
