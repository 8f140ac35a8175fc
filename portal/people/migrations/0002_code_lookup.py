"""The two things that somebody outside an organisation's fence must learn about it: whether its code is taken, nothing else."""

from django.db import migrations

# Answers a boolean: an id or a name would let anybody list who uses the portal.
IS_TAKEN = """
create function people_is_code_taken(code text) returns boolean
language sql stable security definer set search_path = pg_catalog, public
as $$ select exists (select 1 from public.people_enterprise where uscc = code) $$;
"""
# Who files a claim names a code; the database finds the organisation, and never lets a claim's code and
# organisation differ. A claim on an unknown code fails on the column being NULL.
FILL_CLAIM = """
create function people_fill_claim() returns trigger
language plpgsql security definer set search_path = pg_catalog, public
as $$ begin
  select id into new.enterprise_id from public.people_enterprise where uscc = new.uscc;
  return new;
end $$;
create trigger fill_claim before insert or update of uscc, enterprise_id on people_enterpriseclaim
for each row execute function people_fill_claim();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [
        migrations.RunSQL(IS_TAKEN, "drop function people_is_code_taken(text)"),
        migrations.RunSQL(
            FILL_CLAIM,
            "drop trigger fill_claim on people_enterpriseclaim; drop function people_fill_claim()",
        ),
    ]
