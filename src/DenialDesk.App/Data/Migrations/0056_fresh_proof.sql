-- When somebody last proved who they are in a sign-in, and how: weighty changes and exports ask again when it was too long ago.
alter table sign_in_session add column proved_at timestamptz;     -- null: at its beginning
alter table sign_in_session add column proved_by text;            -- password, code, recovery_code, passkey; null: as the sign-in was made
