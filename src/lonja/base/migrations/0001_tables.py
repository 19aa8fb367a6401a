import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models

from lonja.base.migrating import CreateModels


class Migration(migrations.Migration):

    initial = True

    # Databases older than this one file of tables hold these instead.
    replaces = [('base', '0001_initial'), ('base', '0002_mechanisms'), ('base', '0005_mails_say_where_answers_go'), ('base', '0006_mails_say_how_to_end_them')]

    dependencies = [
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='AuditHead',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('position', models.BigIntegerField()),
                    ('hash', models.CharField(max_length=64)),
                ],
            ),
            migrations.CreateModel(
                name='RateCount',
                fields=[
                    ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                    ('period', models.BigIntegerField(db_index=True)),
                    ('count', models.PositiveIntegerField()),
                ],
            ),
            migrations.CreateModel(
                name='StoredFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('sha256', models.CharField(db_index=True, max_length=64, verbose_name='SHA-256')),
                    ('name', models.CharField(max_length=200, verbose_name='name')),
                    ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                    ('content_type', models.CharField(max_length=100, verbose_name='content type')),
                    ('kind', models.CharField(max_length=40, verbose_name='purpose')),
                    ('owner_id', models.BigIntegerField(db_index=True, null=True, verbose_name='owner')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created at')),
                ],
                options={
                    'verbose_name': 'file',
                    'verbose_name_plural': 'files',
                },
            ),
            migrations.CreateModel(
                name='AuditEntry',
                fields=[
                    ('position', models.BigIntegerField(primary_key=True, serialize=False, verbose_name='position')),
                    ('at', models.DateTimeField(verbose_name='at')),
                    ('actor_id', models.BigIntegerField(db_index=True, null=True, verbose_name='actor')),
                    ('action', models.CharField(max_length=80, verbose_name='action')),
                    ('object_type', models.CharField(max_length=80, verbose_name='object type')),
                    ('object_id', models.CharField(max_length=64, verbose_name='object')),
                    ('detail', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='detail')),
                    ('previous', models.CharField(max_length=64, unique=True)),
                    ('hash', models.CharField(max_length=64, unique=True)),
                ],
                options={
                    'verbose_name': 'audit entry',
                    'verbose_name_plural': 'audit entries',
                    'ordering': ['position'],
                    'indexes': [models.Index(fields=['object_type', 'object_id'], name='base_audite_object__c0b1a7_idx')],
                },
            ),
            migrations.CreateModel(
                name='Job',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('kind', models.CharField(max_length=80, verbose_name='kind')),
                    ('args', models.JSONField(default=dict, verbose_name='arguments')),
                    ('title', models.CharField(max_length=200, verbose_name='title')),
                    ('language', models.CharField(default='en', max_length=10, verbose_name='language')),
                    ('actor_id', models.BigIntegerField(db_index=True, null=True, verbose_name='actor')),
                    ('state', models.CharField(choices=[('queued', 'waiting'), ('running', 'running'), ('done', 'done'), ('failed', 'failed'), ('cancelled', 'cancelled')], default='queued', max_length=10, verbose_name='state')),
                    ('share', models.FloatField(default=0.0, verbose_name='share done')),
                    ('stage', models.CharField(blank=True, max_length=200, verbose_name='stage')),
                    ('problem', models.TextField(blank=True, verbose_name='problem')),
                    ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                    ('cancel_asked', models.BooleanField(default=False, verbose_name='asked to stop')),
                    ('lease', models.UUIDField(null=True, verbose_name='lease')),
                    ('leased_until', models.DateTimeField(null=True, verbose_name='leased until')),
                    ('done_url', models.CharField(blank=True, max_length=500, verbose_name='address of the result')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created at')),
                    ('started_at', models.DateTimeField(null=True, verbose_name='started at')),
                    ('finished_at', models.DateTimeField(null=True, verbose_name='finished at')),
                ],
                options={
                    'verbose_name': 'job',
                    'verbose_name_plural': 'jobs',
                    'ordering': ['-pk'],
                    'indexes': [models.Index(fields=['state', 'leased_until'], name='base_job_state_8f47ac_idx')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('share__gte', 0), ('share__lte', 1)), name='job_share_is_a_share')],
                },
            ),
            migrations.CreateModel(
                name='OutboxMail',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('key', models.CharField(blank=True, max_length=200, verbose_name='key')),
                    ('to', models.CharField(max_length=320, verbose_name='to')),
                    ('reply_to', models.CharField(blank=True, max_length=320, verbose_name='answers go to')),
                    ('unsubscribe_url', models.CharField(blank=True, max_length=500, verbose_name='where one ends such mail')),
                    ('subject', models.CharField(max_length=300, verbose_name='subject')),
                    ('text', models.TextField(blank=True, verbose_name='text')),
                    ('html', models.TextField(blank=True, verbose_name='HTML')),
                    ('attachments', models.JSONField(default=list, verbose_name='attachments')),
                    ('purpose', models.CharField(max_length=80, verbose_name='purpose')),
                    ('language', models.CharField(default='en', max_length=10, verbose_name='language')),
                    ('state', models.CharField(choices=[('waiting', 'waiting'), ('claimed', 'being sent'), ('handed', 'being handed over'), ('sent', 'sent'), ('failed', 'failed'), ('unclear', 'unclear')], default='waiting', max_length=10, verbose_name='state')),
                    ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='tries')),
                    ('next_try_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='next try at')),
                    ('claim', models.UUIDField(null=True, verbose_name='claim')),
                    ('claimed_until', models.DateTimeField(null=True, verbose_name='claimed until')),
                    ('problem', models.CharField(blank=True, max_length=500, verbose_name='problem')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created at')),
                    ('sent_at', models.DateTimeField(null=True, verbose_name='sent at')),
                ],
                options={
                    'verbose_name': 'mail',
                    'verbose_name_plural': 'mails',
                    'ordering': ['pk'],
                    'indexes': [models.Index(fields=['state', 'next_try_at'], name='base_outbox_state_cd7c8d_idx')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('key', 'to'), name='one_mail_per_key_and_reader')],
                },
            ),
            migrations.CreateModel(
                name='ImportRun',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('kind', models.CharField(max_length=80, verbose_name='kind')),
                    ('target', models.CharField(blank=True, max_length=80, verbose_name='target')),
                    ('actor_id', models.BigIntegerField(db_index=True, verbose_name='actor')),
                    ('state', models.CharField(choices=[('uploaded', 'being checked'), ('checked', 'ready to apply'), ('refused', 'has problems'), ('applied', 'applied')], default='uploaded', max_length=10, verbose_name='state')),
                    ('problems', models.JSONField(default=list, verbose_name='problems')),
                    ('notes', models.JSONField(default=list, verbose_name='notes')),
                    ('preview', models.JSONField(default=list, verbose_name='preview')),
                    ('created', models.PositiveIntegerField(default=0, verbose_name='new')),
                    ('changed', models.PositiveIntegerField(default=0, verbose_name='changed')),
                    ('unchanged', models.PositiveIntegerField(default=0, verbose_name='unchanged')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created at')),
                    ('applied_at', models.DateTimeField(null=True, verbose_name='applied at')),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.storedfile', verbose_name='file')),
                ],
                options={
                    'verbose_name': 'import',
                    'verbose_name_plural': 'imports',
                    'ordering': ['-pk'],
                },
            ),
        ]),
    ]
