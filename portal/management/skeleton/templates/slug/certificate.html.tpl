{% extends "pdf/certificate.html" %}{% load i18n %}
{% comment %}What the certificate of this programme says; number, code and issuer stand where the portal puts them.{% endcomment %}
{% block said %}<p class="said">{% blocktranslate with subject=facts.subject|default:facts.holder year=facts.year honour=facts.honour %}你单位的“{{ subject }}”经评审，被认定为 {{ year }} 年度<strong>{{ honour }}</strong>。特发此证。{% endblocktranslate %}</p>{% endblock %}
