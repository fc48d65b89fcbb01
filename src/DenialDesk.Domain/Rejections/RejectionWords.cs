namespace DenialDesk.Domain.Rejections;

/// <summary>Rejections as people read them.</summary>
public static class RejectionWords
{
    /// <summary>The stage as it stands in addresses and files: "form", "clearinghouse", "payer".</summary>
    public static string Text(AnswerStage stage) => stage switch { AnswerStage.Payer => "payer", AnswerStage.Clearinghouse => "clearinghouse", _ => "form" };

    /// <summary>The stage behind its written name; null for any other text.</summary>
    public static AnswerStage? Read(string? text) => text switch { "payer" => AnswerStage.Payer, "clearinghouse" => AnswerStage.Clearinghouse, "form" => AnswerStage.Form, _ => null };

    /// <summary>Who rejects, for a person.</summary>
    /// <param name="stage">How far the claim had come.</param>
    /// <param name="kind">999, 997, TA1 or 277CA.</param>
    /// <param name="name">The answering side's own name; empty when not told.</param>
    public static string Who(AnswerStage stage, string kind, string name) => stage switch
    {
        AnswerStage.Payer => name.Length > 0 ? $"Payer: {name}" : "Payer",
        AnswerStage.Clearinghouse => name.Length > 0 ? $"Clearinghouse: {name}" : "Clearinghouse",
        _ => $"Our file's form ({kind})",
    };

    /// <summary>Why, in words. A refused file takes every claim in it along, also those that no error names.</summary>
    /// <param name="reason">The sentences of the answer.</param>
    /// <param name="named">Account keys of the claims at fault; empty when the answer names none.</param>
    /// <param name="accountKey">The account key of this claim.</param>
    public static string Why(string reason, IReadOnlyCollection<string> named, string accountKey)
    {
        var told = reason.Length > 0 ? reason : "No reason was given.";
        return named.Count == 0 || named.Contains(accountKey) ? told : $"Its whole batch was refused because of {(named.Count == 1 ? "another claim" : $"{named.Count} other claims")} in it. {told}";
    }

    /// <summary>What to do about it.</summary>
    public static string Advice(AnswerStage stage, IReadOnlyCollection<string> named, string accountKey) => stage switch
    {
        AnswerStage.Form when named.Count > 0 && !named.Contains(accountKey) => "Nothing is known to be wrong with this claim. Send it again as new, without the claim that broke the batch.",
        AnswerStage.Form => "The file could not be read as sent, and nobody looked at the claim itself. Correct what is named and send the claim as new.",
        AnswerStage.Clearinghouse => "The payer has not seen this claim. Correct it and send it as new; the payer's filing limit runs on.",
        _ => "The payer did not take this claim in, so there is nothing to appeal. Correct it and send it as new, without the payer's claim number.",
    };
}
