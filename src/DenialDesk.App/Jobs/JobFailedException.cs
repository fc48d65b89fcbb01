namespace DenialDesk.App.Jobs;

/// <summary>
/// A job did its work and the result is bad: the journal was tampered with, a backup does not restore. The message is shown as it stands on the jobs page, so it
/// holds no patient data. Its turn counts as taken: the same result every five minutes would help nobody.
/// </summary>
public sealed class JobFailedException(string sentence) : Exception(sentence);
