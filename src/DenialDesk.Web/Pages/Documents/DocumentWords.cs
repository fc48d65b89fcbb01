using System.Globalization;
using DenialDesk.Domain.Documents;

namespace DenialDesk.Web.Pages.Documents;

/// <summary>Documents in the words of the pages.</summary>
internal static class DocumentWords
{
    /// <summary>Where a required document stands.</summary>
    public static string Of(DocumentStanding standing) => standing switch
    {
        DocumentStanding.Added => "present",
        DocumentStanding.FromFiles => "on file",
        DocumentStanding.Waived => "waived",
        DocumentStanding.Requested => "asked for",
        _ => "missing",
    };

    /// <summary>The colour of where it stands.</summary>
    public static string Tone(RequiredDocument document) => document.Settled ? "good" : document.Standing == DocumentStanding.Requested ? "warn" : document.Rule.Needed ? "bad" : "";

    /// <summary>What happened to a document.</summary>
    public static string Of(string action) => action switch
    {
        "document.added" => "added it",
        "document.withdrawn" => "took it out",
        "document.put_back" => "put it back",
        "read.document_downloaded" => "downloaded it",
        "read.document" => "opened it",
        _ => action,
    };

    /// <summary>Where a request stands.</summary>
    public static string State(string state) => state switch { "open" => "open", "answered" => "answered", "refused" => "refused", _ => "dropped" };

    /// <summary>"310 KB", "1.4 MB".</summary>
    public static string Size(int bytes) => bytes < 1024 * 1024
        ? Math.Max(1, bytes / 1024).ToString("N0", CultureInfo.InvariantCulture) + " KB"
        : (bytes / 1048576.0).ToString("0.0", CultureInfo.InvariantCulture) + " MB";

    /// <summary>"5/11/2026".</summary>
    public static string Day(DateOnly day) => day.ToString("M/d/yyyy", CultureInfo.InvariantCulture);
}
