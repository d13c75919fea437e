-- severity: error
-- ja: 同じ値が二重に入っています
-- en: an observation is stored twice
SELECT observation_id, count(*) AS times
FROM observations GROUP BY observation_id HAVING count(*) > 1
