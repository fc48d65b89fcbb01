using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using DenialDesk.App.Data;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DenialDesk.App.People;

/// <summary>The ring of keys that sign cookies, kept in the database so that every node has it.</summary>
internal sealed class KeyRing(IDbContextFactory<DeskDb> databases) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = databases.CreateDbContext();
        return [.. db.DataProtectionKeys.AsNoTracking().OrderBy(k => k.Id).Select(k => k.Xml).AsEnumerable().Select(x => XElement.Parse(x))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var db = databases.CreateDbContext();
        db.DataProtectionKeys.Add(new DataProtectionKeyRow { FriendlyName = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) });
        db.SaveChanges();
    }
}

/// <summary>The 256-bit key that encrypts the ring; it lives in the data folder, outside the database.</summary>
internal sealed record KeyRingKey(byte[] Bytes);

/// <summary>Encrypts ring keys with AES-GCM: whoever has only a copy of the database cannot forge a sign-in.</summary>
internal sealed class KeyRingCipher(byte[] key) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var nonce = RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize);
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var (cipher, tag) = (new byte[plain.Length], new byte[16]);
        using var aes = new AesGcm(key, 16);
        aes.Encrypt(nonce, plain, cipher, tag);
        return new(new XElement("sealed", Convert.ToBase64String([.. nonce, .. tag, .. cipher])), typeof(KeyRingOpener));
    }

    /// <summary>The key of this installation, made on first use with access for this account only.</summary>
    public static byte[] LoadOrMake(string folder)
    {
        var file = Path.Combine(folder, "keyring.key");
        if (File.Exists(file)) { return File.ReadAllBytes(file); }

        Directory.CreateDirectory(folder);
        var key = RandomNumberGenerator.GetBytes(32);
        using var stream = new FileStream(file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead });
        stream.Write(key);
        return key;
    }
}

/// <summary>Opens what <see cref="KeyRingCipher"/> sealed; made by the framework from its type name.</summary>
internal sealed class KeyRingOpener(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var bytes = Convert.FromBase64String(encryptedElement.Value).AsSpan();
        var plain = new byte[bytes.Length - 28];
        using var aes = new AesGcm(services.GetRequiredService<KeyRingKey>().Bytes, 16);
        aes.Decrypt(bytes[..12], bytes[28..], bytes[12..28], plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}
