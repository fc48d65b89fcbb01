using DenialDesk.Samples.Files;

namespace DenialDesk.Samples;

/// <summary>What became of one corrected claim before any payment.</summary>
/// <param name="Payer">Who says so; null is the clearinghouse.</param>
/// <param name="Account">The claim's account number.</param>
/// <param name="LastName">The patient's.</param>
/// <param name="FirstName">The patient's.</param>
/// <param name="MemberId">The patient's number at the payer.</param>
/// <param name="Charge">Dollars.</param>
/// <param name="ServiceDay">Its first day of service.</param>
/// <param name="Status">Category, status and entity with colons between; A2 accepts, any other refuses.</param>
public sealed record CorrectionStatus(string? Payer, string Account, string LastName, string FirstName, string MemberId, decimal Charge, DateOnly ServiceDay, string Status)
{
    /// <summary>A 277CA of such answers, as they would come on a day.</summary>
    public static byte[] File(DateOnly day, int control, IEnumerable<CorrectionStatus> answers) => AnswerFile.Status(day, control, answers);
}
