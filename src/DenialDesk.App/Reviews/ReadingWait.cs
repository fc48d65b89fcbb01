namespace DenialDesk.App.Reviews;

/// <summary>A reading that is being worked out while a page waits for it.</summary>
/// <param name="Begun">When it began: perhaps for somebody else.</param>
/// <param name="Usual">How long the last of its kind took; null when there was none.</param>
public sealed record ReadingWait(DateTimeOffset Begun, TimeSpan? Usual);
